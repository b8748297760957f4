/** The arrows of the house: schemas <- connectors <- services -> infra (design §4). Every breach is an error. */
const test = '[.]test[.]ts$';
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'No cycles at all.', from: {}, to: { circular: true } },
    {
      name: 'schemas-know-nobody',
      severity: 'error',
      comment: 'The language of the hub is pure.',
      from: { path: '^schemas/' },
      to: { path: '^(connectors|services|infra|test)/' },
    },
    {
      name: 'connectors-know-schemas-only',
      severity: 'error',
      from: { path: '^connectors/' },
      to: { path: '^(services|infra|test)/' },
    },
    {
      name: 'departments-do-not-know-each-other',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/', pathNot: '^connectors/generated/' },
      to: {
        path: '^connectors/[^/]+/',
        pathNot: ['^connectors/$1/', '^connectors/(reading|people|statements|generated)/'],
      },
    },
    {
      name: 'infra-knows-nobody',
      severity: 'error',
      comment: 'Machinery without business words.',
      from: { path: '^infra/' },
      to: { path: '^(schemas|connectors|services|test)/' },
    },
    {
      name: 'services-do-not-know-each-other',
      severity: 'error',
      comment: 'But for dataset, and from cli the commands of each service.',
      from: { path: '^services/([^/]+)/', pathNot: '^services/cli/' },
      to: { path: '^services/[^/]+/', pathNot: ['^services/$1/', '^services/dataset/'] },
    },
    {
      name: 'only-three-enter-dataset',
      severity: 'error',
      from: { path: '^services/', pathNot: '^services/(dataset|consolidator|query-api|briefing|cli)/' },
      to: { path: '^services/dataset/' },
    },
    {
      name: 'cli-enters-by-commands',
      severity: 'error',
      from: { path: '^services/cli/' },
      to: { path: '^services/[^/]+/', pathNot: ['^services/cli/', '^services/[^/]+/commands[.]ts$'] },
    },
    {
      name: 'demo-knows-no-checks',
      severity: 'error',
      comment: 'What makes the wrong rows must not know what finds them.',
      from: { path: '^services/demo-province/', pathNot: test },
      to: { path: '^(schemas|connectors)/', pathNot: '^schemas/(identifiers|code-lists|own-files)' },
    },
    {
      name: 'no-tests-in-code',
      severity: 'error',
      from: { pathNot: ['^test/', test] },
      to: { path: ['^test/', test] },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['main[.]ts$', test, '[.]d[.]ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
