// The arrows of ARCHITECTURE.md. A folder may import what its row lists, and nothing else. `npm run arrows` also fails
// when it cruises no module, and test/house proves with planted imports that the rules bite.
const folders = {
	core: [],
	traffic: ['core'],
	access: ['core', 'traffic'],
	regions: ['core', 'traffic'],
	manifests: ['core'],
	catalog: ['core', 'traffic'],
	load: ['core', 'traffic', 'catalog'],
	output: ['core'],
	'compile/lower': ['core', 'traffic', 'catalog', 'access'],
	'compile/backends': ['core', 'traffic', 'access', 'manifests'],
	'compile/merge': ['core', 'manifests'],
	'compile/index': ['core', 'access', 'manifests', 'compile/backends', 'compile/merge'],
	emit: ['core', 'manifests'],
	semantics: ['core', 'traffic', 'manifests'],
	prove: [
		'core',
		'traffic',
		'access',
		'manifests/object',
		'regions/index',
		'semantics/istio/index',
		'semantics/keycloak/index',
	],
	questions: ['core', 'semantics/istio/index'],
	decide: [
		'core',
		'traffic',
		'access',
		'manifests/object',
		'catalog/index',
		'questions/index',
		'semantics/istio/index',
		'semantics/istio/surroundings/index',
	],
	report: [
		'core',
		'traffic',
		'access',
		'manifests',
		'semantics/istio/index',
		'questions/index',
		'decide/index',
		'prove/index',
	],
	pipeline: ['core', 'catalog/index', 'access', 'manifests', 'compile/index', 'compile/lower', 'prove/index'],
	index: ['core', 'catalog', 'access', 'pipeline'],
	testing: [
		'core',
		'traffic',
		'access',
		'manifests',
		'compile/index',
		'decide/index',
		'load/index',
		'pipeline',
		'prove/index',
		'questions/index',
		'report/index',
		'semantics/istio/index',
		'semantics/keycloak/index',
	],
	constructs: ['core', 'access', 'manifests', 'emit/index', 'pipeline', 'prove/index', 'report/index'],
	main: ['core', 'load/index', 'emit/index', 'output/index', 'pipeline', 'report/index'],
	cli: [
		'core',
		'access',
		'manifests',
		'catalog/index',
		'compile/index',
		'decide/index',
		'emit/index',
		'load/index',
		'output/index',
		'pipeline',
		'questions/index',
		'report/index',
		'report/graph/picture',
		'semantics/istio/index',
	],
};

const hints = {
	catalog:
		'A catalog says what is written. If it needs to know what that compiles to, the check belongs to a later stage.',
	'compile/backends': 'Backends read the access model. What the catalog says must reach them through src/access.',
	emit: 'emit prints inert manifests. Decide in a backend what they say.',
	report: "report turns facts into text. Pass the facts in; files, colours and clocks are the shell's.",
};

/** `compile/lower` is a file and a folder; the others are folders. */
const pathOf = (name) => `^src/${name}(?:/|\\.ts$)`;

const rows = Object.entries(folders).map(([name, allowed]) => ({
	name: `${name} imports only ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')}`,
	severity: 'error',
	comment: hints[name] ?? 'See the table of arrows in ARCHITECTURE.md: pass the value in, or move the code.',
	from: { path: pathOf(name) },
	to: { path: '^src/', pathNot: [name, ...allowed].map(pathOf) },
}));

const onlyIn = (packages, places, comment) => ({
	name: `${packages.join(', ')} only in ${places.join(', ')}`,
	severity: 'error',
	comment,
	from: { path: '^src/', pathNot: places.map((place) => `^src/${place}`) },
	to: { path: packages.map((name) => `node_modules/${name}/`) },
});

const backends = ['istio-sidecar', 'keycloak', 'network-policy'];

export default {
	forbidden: [
		...rows,
		...backends.map((name) => ({
			name: `backend ${name} knows no other backend`,
			severity: 'error',
			comment: 'Move what two backends need to src/compile/backends/shared.',
			from: { path: `^src/compile/backends/${name}/` },
			to: { path: '^src/compile/backends/', pathNot: [`^src/compile/backends/(?:(?:${name}|shared)/|backend\\.ts$)`] },
		})),
		onlyIn(['cdk8s', 'cdk8s-plus-28'], ['emit/'], 'Make inert objects; src/emit turns them into constructs.'),
		onlyIn(['constructs'], ['emit/', 'constructs\\.ts'], 'Make inert objects; src/emit turns them into constructs.'),
		onlyIn(['zod'], ['catalog/', 'questions/'], 'Input is parsed once, at the border.'),
		onlyIn(['js-yaml', 'oxc-parser', 'magic-string'], ['load/'], 'Only the loader reads files of users.'),
		onlyIn(['commander'], ['cli/'], 'Arguments end in src/cli.'),
		onlyIn(['vitest'], ['testing/index\\.ts'], 'src/testing/plain.ts serves users of other runners: it knows none.'),
		onlyIn(['@kubernetes/client-node'], ['operator/adapters/'], 'Only adapters talk to a cluster.'),
		{
			name: 'files are read and written by shells only',
			severity: 'error',
			comment: 'Everything below the shells is a function of its arguments: take the text as a parameter.',
			from: { path: '^src/', pathNot: ['^src/(?:load|output|cli|testing)/', '^src/main\\.ts$'] },
			to: { dependencyTypes: ['core'], pathNot: ['^(?:node:)?crypto$'] },
		},
		{
			name: 'the command line stays outermost',
			severity: 'error',
			comment: 'Move what is needed into a stage, and call it from cli.',
			from: { path: '^src/', pathNot: ['^src/cli/'] },
			to: { path: '^src/cli/' },
		},
		{
			name: 'every part of src has its row',
			severity: 'error',
			comment: 'Say in the table above what the new folder may import, and in ARCHITECTURE.md what it is.',
			from: { path: '^src/', pathNot: Object.keys(folders).map(pathOf) },
			to: {},
		},
		{
			name: 'no cycles',
			severity: 'error',
			comment: 'Cut the loop: move the shared part down.',
			from: {},
			to: { circular: true },
		},
		{
			name: 'src never imports tests or examples',
			severity: 'error',
			comment: 'Move the shared part into src.',
			from: { path: '^src/' },
			to: { path: '^(?:test|examples|bench)/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsConfig: { fileName: 'tsconfig.json' },
		parser: 'swc',
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			extensions: ['.ts', '.mjs', '.js'],
			exportsFields: ['exports'],
			conditionNames: ['import', 'node', 'default'],
		},
	},
};
