import { spawnSync } from 'node:child_process';
import { projectRoot } from '../process/project-root.js';
import { generateP256KeyPair, importPrivateKey, importPublicKey, keyThumbprint } from './json-web-key.js';

describe('a new P-256 pair', () => {
  it('is two halves of one key, both under its thumbprint', () => {
    const { publicJwk, privateJwk } = generateP256KeyPair();
    expect(Object.keys(publicJwk).sort()).toEqual(['crv', 'kid', 'kty', 'x', 'y']);
    expect({ ...privateJwk, d: undefined }).toEqual({ ...publicJwk, d: undefined });
    expect(publicJwk.kid).toBe(keyThumbprint(publicJwk));
    expect(importPrivateKey(privateJwk).asymmetricKeyDetails).toEqual(importPublicKey(publicJwk).asymmetricKeyDetails);
    expect(generateP256KeyPair().publicJwk.x).not.toBe(publicJwk.x);
  });

  it('is made however often memory is collected meanwhile', () => {
    const program = `
      import { generateP256KeyPair } from './infra/crypto/json-web-key.ts';
      for (let made = 0; made < 20_000; made += 1) generateP256KeyPair();
      console.log('made');`;
    const { stdout, stderr, signal } = spawnSync(
      process.execPath,
      [
        ...['--max-semi-space-size=1', '--import', './test/run-typescript.js'],
        ...['--input-type=module', '--eval', program],
      ],
      { cwd: projectRoot(), encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL', env: { PATH: process.env.PATH } },
    );
    expect({ stdout, stderr, signal }).toEqual({ stdout: 'made\n', stderr: '', signal: null });
  }, 70_000);
});
