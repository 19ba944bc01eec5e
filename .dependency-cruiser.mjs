// The rooms of src/, lowest first: a room may import those before it. Rooms that share a place do not know
// each other. What is in no room (main.ts, the app's module, the demo) puts the rooms together.
const ROOMS = [
  ['platform'],
  ['access'],
  ['people'],
  ['schedules'],
  ['escalations'],
  ['catalog'],
  ['incidents'],
  ['ingest', 'paging', 'live-feeds'],
  ['learning'],
];

// Rooms that nobody else may know.
const ENDS = ['paging', 'live-feeds'];

// Rules that read nothing but their arguments.
const PURE = [
  'schedules/rendering',
  'escalations/planning',
  'incidents/lifecycle',
  'incidents/intake/planning',
  'paging/delivery',
];
const PURE_PACKAGES = ['luxon', 'rrule', 'zod'];

const TESTS = '\\.test\\.ts$';

function directions() {
  return ROOMS.flatMap((rooms, place) =>
    rooms.map((room) => {
      const allowed = [room, ...ROOMS.slice(0, place).flat()].filter(
        (name) => name === room || !ENDS.includes(name),
      );
      return {
        name: `${room}-looks-down-only`,
        comment: `src/${room} may import: ${allowed.join(', ')}.`,
        severity: 'error',
        from: { path: `^src/${room}/`, pathNot: TESTS },
        to: { path: '^src/', pathNot: `^src/(?:${allowed.join('|')})/` },
      };
    }),
  );
}

function pureRooms() {
  const pure = PURE.join('|');
  return [
    {
      name: 'pure-imports-pure-only',
      comment: 'Rules know no framework, database or clock: of other folders they may take types only.',
      severity: 'error',
      from: { path: `^src/(?:${pure})/`, pathNot: TESTS },
      to: { path: '^src/', pathNot: `^src/(?:${pure})/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-uses-pure-packages-only',
      comment: `Of packages, rules use ${PURE_PACKAGES.join(', ')} and nothing of Node.`,
      severity: 'error',
      from: { path: `^src/(?:${pure})/`, pathNot: TESTS },
      to: {
        pathNot: [
          '^src/',
          ...PURE_PACKAGES.flatMap((name) => [`node_modules/${name}/`, `node_modules/@types/${name}/`]),
        ],
      },
    },
  ];
}

export default {
  forbidden: [
    ...directions(),
    ...pureRooms(),
    {
      name: 'no-cycles',
      comment: 'Two files that need each other hide a third one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages-in-production',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'require', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
