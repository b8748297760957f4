import type { Place } from './completion-words.js';

/** Completion for zsh, with the description of each word; files where nothing else fits. */
export function zshScript(name: string, places: readonly Place[]): string {
  const known = places.filter(({ at }) => at !== '').map(({ at }) => `      "${at}") place="${at}" ;;`);
  const words = places.map(({ at, words: here }) => {
    const items = here.map(({ word, description }) => quoted(`${word.replaceAll(':', '\\:')}:${description}`));
    return `    "${at}") items=(${items.join(' ')}) ;;`;
  });
  return `#compdef ${name}
# ${name} 的命令补全（zsh）：把本文件存为 $fpath 中某个目录下的 _${name}
_${name}() {
  local place="" word
  local -a items
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place $word" in
${known.join('\n')}
    esac
  done
  case "$place" in
${words.join('\n')}
  esac
  _describe -t ${name} ${name} items || _files
}
compdef _${name} ${name}
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
