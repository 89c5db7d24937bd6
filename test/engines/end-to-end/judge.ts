// Puts the rows of a place to the mesh, each with its token, and compares what the engine did with what must be.
import type { MeshObject } from '../generators/objects.ts';
import { writeManifests } from '../generators/objects.ts';
import type { HttpRequest, MeshCase, MeshRequest, Verdict } from '../mesh/case.ts';
import { meshCaseVersion } from '../mesh/case.ts';
import type { MeshOracle } from '../mesh/oracle.ts';
import { type Place, placesOf } from './places.ts';
import type { LeftOut, Line, Requirement, Row } from './row.ts';
import { rowsOf } from './rows.ts';
import type { System } from './systems.ts';
import type { Held, Wallet } from './wallet.ts';

export interface Judged {
	readonly requirement: Requirement;
	readonly name: string;
	readonly isAllowed: boolean;
	/** Empty where the engine did what it must. */
	readonly wrong: string;
}

export interface Judgement {
	readonly rows: readonly Judged[];
	readonly leftOut: readonly LeftOut[];
}

/** What the engine does at these places of a system (default: all), with the objects as they are or as a test changed them. */
export async function judgeSystem(
	oracle: MeshOracle,
	system: System,
	wallet: Wallet,
	{ objects = system.objects, places = placesOf(system.model) }: Changed = {},
): Promise<Judgement> {
	const judgements = await Promise.all(places.map((place) => judgePlace(oracle, system, wallet, objects, place)));
	return {
		rows: judgements.flatMap(({ rows }) => rows),
		leftOut: judgements.flatMap(({ leftOut }) => leftOut),
	};
}

export interface Changed {
	readonly objects?: readonly MeshObject[];
	readonly places?: readonly Place[];
}

async function judgePlace(
	oracle: MeshOracle,
	{ model, name }: System,
	wallet: Wallet,
	objects: readonly MeshObject[],
	place: Place,
): Promise<Judgement> {
	const armed = rowsOf(model, place).map((line) => arm(line, wallet));
	const leftOut = armed.flatMap((line) => (line.kind === 'left out' ? [line] : []));
	const ready = armed.flatMap((line) => (line.kind === 'row' ? [line] : []));
	if (ready.length === 0) return { rows: [], leftOut };
	const near = [place.namespace, model.mesh.rootNamespace];
	const providers = [...new Set(model.apiKeys.map(({ provider }) => provider))];
	const asked: MeshCase = {
		v: meshCaseVersion,
		id: `${name}: ${place.name}`,
		manifests: writeManifests(objects.filter(({ metadata }) => near.includes(metadata.namespace ?? 'default'))),
		mesh: {
			trustDomain: model.mesh.trustDomain,
			rootNamespace: model.mesh.rootNamespace,
			extensionProviders: providers.map((provider) => ({ name: provider, protocol: 'http' })),
		},
		enforcer: place.enforcer,
		...(wallet.keys === undefined ? {} : { keys: wallet.keys }),
		upstream: 'echo',
		requests: ready.map(({ request }) => request),
	};
	const answer = await oracle.ask(asked);
	if (answer.kind !== 'judged') throw new Error(`${asked.id}: ${answer.kind}: ${answer.why}`);
	const tenantHeader = model.tenancy.kind === 'claim' ? model.tenancy : undefined;
	const rows = ready.map(({ row, held }, index): Judged => {
		const wrong = faultIn(row, held, answer.verdicts[index], tenantHeader);
		const isAllowed = answer.verdicts[index]?.verdict === 'allow';
		return { requirement: row.requirement, name: row.name, isAllowed, wrong };
	});
	return { rows, leftOut };
}

type Armed =
	| LeftOut
	| { readonly kind: 'row'; readonly row: Row; readonly held: Held | undefined; readonly request: MeshRequest };

/** Gives the row its token. */
function arm(line: Line, wallet: Wallet): Armed {
	if (line.kind === 'left out') return line;
	if (line.token === undefined) return { kind: 'row', row: line, held: undefined, request: line.request };
	const { grant, flaw, isHarmless } = line.token;
	const held = wallet.hold(grant, flaw, isHarmless);
	if ('lacking' in held) return { kind: 'left out', requirement: line.requirement, why: held.lacking };
	const { http, ...rest } = line.request;
	if (http === undefined) throw new Error(`${line.name}: TCP carries no token`);
	const carrying: HttpRequest = { ...http, tokens: [held.token] };
	return { kind: 'row', row: line, held, request: { from: rest.from, port: rest.port, http: carrying } };
}

interface TenantHeader {
	readonly claim: string;
	readonly header: string;
}

function faultIn(
	{ expected }: Row,
	held: Held | undefined,
	verdict: Verdict | undefined,
	tenancy: TenantHeader | undefined,
): string {
	const got = verdict?.verdict ?? 'nothing';
	if (verdict === undefined || !expected.verdicts.includes(verdict.verdict)) {
		return `${got}, not ${expected.verdicts.join(' or ')}${verdict?.why === undefined ? '' : ` (${verdict.why})`}`;
	}
	if (got !== 'allow') return '';
	const { path, headers = [] } = verdict.received ?? {};
	if (expected.path !== undefined && path !== expected.path) return `received ${path}, not ${expected.path}`;
	if (expected.forwarded && !headers.some(([name]) => name === 'authorization')) return 'the token was not forwarded';
	if (expected.tenant === undefined || tenancy === undefined) return '';
	const value = expected.tenant === 'none' ? undefined : held?.claims[tenancy.claim];
	const due = JSON.stringify(value === undefined ? [] : [value]);
	const came = JSON.stringify(headers.filter(([name]) => name === tenancy.header).map(([, text]) => text));
	return due === came ? '' : `received the tenants ${came}, not ${due}`;
}
