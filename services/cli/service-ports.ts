import { chooseFreePort, isPortFree } from '../../infra/local-stack/free-port.js';
import { readJson, writePrivateJson } from './private-file.js';
import type { ServicePorts } from './service-plan.js';

/** Ports chosen once and remembered; one that somebody else took meanwhile is chosen anew. */
export async function rememberedPorts(path: string, names: readonly string[]): Promise<ServicePorts> {
  const remembered = readJson<ServicePorts>(path) ?? {};
  const taken = new Set(Object.values(remembered).flatMap(({ http, admin }) => [http, admin]));
  const keep = async (port: number | undefined): Promise<number> => {
    if (port !== undefined && (await isPortFree(port))) return port;
    const chosen = await chooseFreePort((candidate) => taken.has(candidate));
    taken.add(chosen);
    return chosen;
  };
  const ports: ServicePorts = {};
  for (const name of names) {
    ports[name] = { http: await keep(remembered[name]?.http), admin: await keep(remembered[name]?.admin) };
  }
  writePrivateJson(path, ports);
  return ports;
}
