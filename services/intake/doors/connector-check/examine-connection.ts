import type { PullConfig } from '../doors-file.js';
import { dialectOf, type DepartmentDatabase } from '../pull/department-database.js';
import { warned, well, type Finding } from './examined.js';

/** Beyond it, times of change no longer say which version is newer. */
const CLOCKS_APART_SECONDS = 60;

/** Account, clock, encryption and rights. @throws ServiceFailure when there is no connection at all */
export async function examineConnection(
  config: PullConfig,
  database: DepartmentDatabase,
  now: () => number,
): Promise<Finding[]> {
  const { kind, host, name, user } = config.database;
  const asked = now();
  const theirs = await database.clock();
  // The answer was given about half-way.
  const ahead = (theirs - (asked + now()) / 2) / 1000;
  return [
    well('连接', `${kind} ${host}，数据库 ${name}，账号 ${user}`),
    clockFinding(ahead),
    tlsFinding(config),
    await rightsFinding(config, database),
  ];
}

function clockFinding(aheadSeconds: number): Finding {
  const apart = Math.abs(aheadSeconds);
  const found = apart < 1 ? '与本机相差不到 1 秒' : `比本机${aheadSeconds > 0 ? '快' : '慢'} ${apart.toFixed(0)} 秒`;
  if (apart <= CLOCKS_APART_SECONDS) return well('数据库时钟', found);
  return warned('数据库时钟', found, '请校准两边的时钟（如启用 NTP）：版本的先后以修改时间为准。');
}

function tlsFinding({ database: { tls, host } }: PullConfig): Finding {
  if (tls === 'verify') return well('传输加密', '加密并核验证书');
  if (['localhost', '127.0.0.1', '::1'].includes(host)) return well('传输加密', '同一台机器');
  if (tls === 'encrypt')
    return warned('传输加密', '加密，但不核验证书', '把 tls 改为 verify，并用 caFile 指明签发证书的机构。');
  return warned('传输加密', '没有加密，个人信息以明文经过网络', '在数据库上启用 TLS，并把 tls 设为 verify。');
}

async function rightsFinding(config: PullConfig, database: DepartmentDatabase): Promise<Finding> {
  const held = await database.ask(dialectOf(config.database).writeRights);
  if (held.length === 0) return well('只读', '账号没有写入权限');
  const names = held.map(({ name }) => name).join('、');
  return warned('只读', `账号可以写入：${names} 等（拉取时会话设为只读，不会写入）`, '请换用只有 SELECT 权限的账号。');
}
