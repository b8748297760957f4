import type { Place } from './completion-words.js';

/** Completion for bash; files where nothing else fits. */
export function bashScript(name: string, places: readonly Place[]): string {
  const known = places.filter(({ at }) => at !== '').map(({ at }) => `      "${at}") place="${at}" ;;`);
  const words = places.map((place) => `    "${place.at}") words="${place.words.map(({ word }) => word).join(' ')}" ;;`);
  return `# ${name} 的命令补全（bash）：${name} completion bash > ~/.local/share/bash-completion/completions/${name}
_${name}() {
  local place="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$place $word" in
${known.join('\n')}
    esac
  done
  case "$place" in
${words.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _${name} ${name}
`;
}
