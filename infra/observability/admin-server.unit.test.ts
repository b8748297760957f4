import { startAdminServer, type Readiness } from './admin-server.js';
import { createMetrics } from './metrics.js';

describe('the admin server', () => {
  const metrics = createMetrics('test-service');
  let readiness: () => Promise<Readiness> = () => Promise.resolve({ ready: true, detail: { broker: 'ok' } });
  let server: { port: number; close(): Promise<void> };
  beforeAll(async () => {
    server = await startAdminServer({ host: '127.0.0.1', port: 0, metrics, ready: () => readiness() });
  });
  afterAll(() => server.close());
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it('says that it lives, whether it is ready, and why not', async () => {
    expect((await get('/livez')).status).toBe(200);
    expect(await get('/readyz')).toEqual({ status: 200, text: '{"ready":true,"broker":"ok"}' });
    readiness = () => Promise.resolve({ ready: false, detail: { broker: 'away' } });
    expect(await get('/readyz')).toEqual({ status: 503, text: '{"ready":false,"broker":"away"}' });
    readiness = () => Promise.reject(new Error('secret'));
    expect(await get('/readyz')).toEqual({ status: 503, text: '{"ready":false,"reason":"the check failed"}' });
  });

  it('gives the metrics of the service and of the process', async () => {
    metrics.counter('things_total', 'Things', ['kind']).inc({ kind: 'a' }, 2);
    metrics.counter('things_total', 'Things', ['kind']).inc({ kind: 'a' });
    const { text } = await get('/metrics?x=1');
    expect(text).toContain('things_total{kind="a",service="test-service"} 3');
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('knows nothing else', async () => {
    expect((await get('/')).status).toBe(404);
  });
});
