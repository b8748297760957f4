import type { OidcClient } from '../../infra/local-stack/local-stack.js';

/** Two callers of different departments, for tests of who may see and do what. The secrets guard nothing but a test. */
export const testClients: OidcClient[] = [
  {
    clientId: 'test-client-a',
    clientSecret: 'test-secret-a-0123456789abcdef',
    scope: 'read write',
    claims: { department: 'department-a', sources: ['source-a1', 'source-a2'] },
  },
  {
    clientId: 'test-client-b',
    clientSecret: 'test-secret-b-0123456789abcdef',
    scope: 'read',
    claims: { department: 'department-b', sources: ['source-b1'] },
  },
];
