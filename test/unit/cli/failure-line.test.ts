import { failureLine, failureOf } from '../../../services/cli/failure-line.js';
import { LocalStackError } from '../../../infra/local-stack/local-stack.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';

const sentenceOf = (error: unknown) => failureOf(error).message;

describe('what a failed command says', () => {
  it('is the Chinese part of what says both', () => {
    const error = new LocalStackError(
      'JAVA_MISSING',
      { zh: '缺少 Java', en: 'No Java' },
      { zh: '安装 Java 17', en: 'install Java 17' },
    );
    expect(sentenceOf(error)).toBe('缺少 Java：安装 Java 17。');
    const failure = new ServiceFailure('账目未平。请查看。The books do not close.', { code: 'X', retriable: true });
    expect(sentenceOf(failure)).toBe('账目未平。请查看。');
    expect(sentenceOf(new Error('没有句号'))).toBe('没有句号');
  });

  it.each([
    ['ISSUER_UNREACHABLE', /连接不上令牌签发服务.*npm start/],
    ['REGISTRY_UNAVAILABLE', /hub stack up/],
    ['CONFIG_INVALID', /环境变量/],
  ])('of the failure %s names what to do', (code, words) => {
    expect(sentenceOf(new ServiceFailure('The issuer is away', { code, retriable: true }))).toMatch(words);
  });

  it('of a file that is not there names the file', () => {
    const error = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', path: '/x/y.csv' });
    expect(sentenceOf(error)).toBe('/x/y.csv：找不到文件或目录。请检查路径是否正确。');
  });

  it.each([[new TypeError('x is undefined\n  at y')], ['text'], [undefined], [null]])(
    'of %p has no stack and tells how to see more',
    (error) => {
      expect(sentenceOf(error)).toMatch(/^没有预料到的错误（UNEXPECTED）：[^\n]*LOG_LEVEL=debug/);
    },
  );

  it('is one line, as JSON when asked', () => {
    expect(failureLine({ code: 'A', message: '一句。' }, false)).toBe('✘ 一句。\n');
    expect(JSON.parse(failureLine({ code: 'A', message: '一句。' }, true))).toEqual({
      error: { code: 'A', message: '一句。' },
    });
  });
});
