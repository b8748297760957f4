import { createIssuer } from './issuer.js';
import { provideSigningKey } from './signing-key.js';

const [address, clientsFile, keyFile] = process.argv.slice(2);
if (!address || !clientsFile || !keyFile) throw new Error('usage: main.js <address> <clients file> <signing key file>');

const { hostname, port } = new URL(address);
const server = createIssuer(address, clientsFile, provideSigningKey(keyFile)).listen(Number(port), hostname);

process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
