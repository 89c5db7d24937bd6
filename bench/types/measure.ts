// What the DSL's types cost the compiler: writes a catalog of many files into a temporary folder, runs tsc on it and
// reads its own count of instantiations, which depends on nothing but the input and the compiler's version.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export interface TypeInput {
	readonly services: number;
	/** 0: everything in the catalog's own literal. */
	readonly files: number;
	readonly callers: number;
	/** Plants one call to a service that does not exist. */
	readonly wrong?: boolean;
}

export interface TypeCost {
	readonly instantiations: number;
	readonly types: number;
	readonly checkSeconds: number;
	readonly errors: readonly string[];
}

/** The compiler's cost for a generated catalog with so many services, spread over so many files. */
export async function measureTypes(input: TypeInput): Promise<TypeCost> {
	const folder = await mkdtemp(join(tmpdir(), 'meshgrant-types-'));
	try {
		for (const [name, text] of catalogFiles(input)) await writeFile(join(folder, name), text);
		const printed = await compile(folder);
		const count = (label: string) =>
			Number(new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(printed)?.[1] ?? Number.NaN);
		return {
			instantiations: count('Instantiations'),
			types: count('Types'),
			checkSeconds: count('Check time'),
			errors: printed
				.split('\n')
				.filter((line) => line.includes('error TS') || line.startsWith('  Type') || line.startsWith('    Type')),
		};
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function compile(folder: string): Promise<string> {
	const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
	const args = [tsc, '-p', folder, '--extendedDiagnostics', '--pretty', 'false', '--checkers', '1'];
	return promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 2 ** 20 }).then(
		({ stdout }) => stdout,
		(failure: { stdout: string }) => failure.stdout,
	);
}

function* catalogFiles(input: TypeInput): Generator<readonly [string, string]> {
	const define = join(import.meta.dirname, '../../src/catalog/define.ts');
	yield ['tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] })];
	if (input.files === 0) {
		const all = Array.from({ length: input.services }, (_, index) => service(index, input)).join('\n');
		yield ['root.ts', `import { defineCatalog } from '${define}';\nexport default defineCatalog(${catalog(all)});\n`];
		return;
	}
	const perFile = Math.ceil(input.services / input.files);
	const parts: string[] = [];
	for (let first = 0; first < input.services; first += perFile) {
		const part = `part${parts.length}`;
		parts.push(part);
		const services = Array.from({ length: Math.min(perFile, input.services - first) }, (_, i) =>
			service(first + i, input),
		);
		yield [
			`${part}.ts`,
			`import { defineServices } from '${define}';\nexport const ${part} = defineServices({\n${services.join('\n')}\n});\n`,
		];
	}
	const imports = parts.map((part) => `import { ${part} } from './${part}.ts';`).join('\n');
	yield [
		'root.ts',
		`import { defineCatalog } from '${define}';\n${imports}\nexport default defineCatalog(${catalog(parts.map((part) => `...${part}`).join(', '))});\n`,
	];
}

const compilerOptions = {
	target: 'es2023',
	lib: ['es2023'],
	module: 'nodenext',
	types: [],
	strict: true,
	exactOptionalPropertyTypes: true,
	noUncheckedIndexedAccess: true,
	allowImportingTsExtensions: true,
	skipLibCheck: true,
	noEmit: true,
};

const namespaces = 20;

const catalog = (services: string): string => `{
	name: 'bench',
	mesh: { trustDomain: 'bench.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { ${Array.from({ length: namespaces }, (_, i) => `n${i}: 'owned'`).join(', ')} },
	environments: { prod: {} },
	issuers: { bench: { keycloak: { url: 'https://idp.bench.example', realm: 'bench' } } },
	services: { ${services} },
}`;

function service(index: number, input: TypeInput): string {
	const at = (steps: number) => (((index + steps) % input.services) + input.services) % input.services;
	const steps = Array.from({ length: input.callers }, (_, i) => (i + 1) * 7);
	const callers = steps.map((step) => `{ from: 's${at(step)}', scopes: ['s${index}.read'], as: 'service' }`);
	const calls = steps.map((step) => `{ to: 's${at(-step)}', scopes: ['s${at(-step)}.read'] }`);
	if (input.wrong === true && index === 0) calls.push("{ to: 'nobody', scopes: ['nobody.read'] }");
	return `	s${index}: {
		owner: 'team-${index % 37}', namespace: 'n${index % namespaces}', serviceAccount: 's${index}', selector: { app: 's${index}' },
		ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
		scopes: { 's${index}.read': ['GET /things/{id}', 'GET /things'], 's${index}.write': ['POST /things on http'] },
		callers: [${callers.join(', ')}],
		calls: [${calls.join(', ')}],
	},`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	for (const services of [100, 300, 1000]) {
		for (const files of [0, services / 10]) {
			const cost = await measureTypes({ services, files, callers: 6 });
			const where = files === 0 ? 'one literal' : `${files} files`;
			process.stdout.write(
				`${services} services, ${where}: ${cost.instantiations} instantiations, ${cost.types} types, check ${cost.checkSeconds} s, ${cost.errors.length} errors\n`,
			);
		}
	}
}
