import { readFileSync } from 'node:fs';
import { createIssuer } from './issuer.js';
import type { OidcClient } from './oidc-client.js';
import { provideSigningKey } from './signing-key.js';

const [address, clientsFile, keyFile] = process.argv.slice(2);
if (!address || !clientsFile || !keyFile) throw new Error('usage: main.js <address> <clients file> <signing key file>');

const clients = JSON.parse(readFileSync(clientsFile, 'utf8')) as OidcClient[];
const { hostname, port } = new URL(address);
const server = createIssuer(address, clients, provideSigningKey(keyFile)).listen(Number(port), hostname);

process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
