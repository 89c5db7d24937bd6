// The proof: what the catalog means, held against what would be applied. Two readings that share no code: `intended` reads
// the access model, `semantics` the final manifests and definitions, and `regions` compares the two as sets of requests.
import type { AccessModel } from '../access/model.ts';
import type { Origin } from '../core/origin.ts';
import type { ManifestFile } from '../manifests/object.ts';
import { defaultSettings, type MeshSettings, type Problem, readWorld } from '../semantics/istio/index.ts';
import { domainsOf, meshOf } from './domains.ts';
import { enforcerOf, type Judged, placesOf, strangersIn } from './effective/places.ts';
import type { Finding } from './finding.ts';
import { handlingFindings } from './handling.ts';
import { type Concern, concerns, type Intended, intended } from './intended/index.ts';
import { leastPrivilege } from './least-privilege.ts';
import { type Definitions, onceForAllFiles, tokenFindings } from './tokens/index.ts';

export { proveDiagnostics } from './diagnostics.ts';
export type { Finding, Place, Way } from './finding.ts';
export { type LetIn, letIn } from './let-in.ts';
export { diagnosticOf } from './report.ts';

export interface Proof {
	readonly environment: string;
	/** None: the manifests and the tokens admit exactly what the catalog grants. */
	readonly findings: readonly Finding[];
	/** What was compared. */
	readonly counts: {
		readonly workloads: number;
		readonly places: number;
		readonly grants: number;
		readonly realms: number;
	};
	readonly mesh: MeshSettings;
}

/** Proves one environment: `files` are those that would be applied, of this environment or of all. */
export function prove(model: AccessModel, files: readonly ManifestFile[]): Proof {
	const own = files.filter(({ path }) => path.startsWith(`${model.environment}/`));
	const objects = own.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []));
	const mesh = meshOf(model, defaultSettings);
	const [world, problems] = readWorld(objects, mesh);
	const all = concerns(model);
	const counts = { workloads: all.length, places: 0, grants: model.grants.length, realms: 0 };
	const findings: Finding[] = problems.map((problem) => doubt(problem, model));
	const domains = {
		sidecar: { http: domainsOf(mesh, 'http', 'sidecar'), tcp: domainsOf(mesh, 'tcp', 'sidecar') },
		gateway: { http: domainsOf(mesh, 'http', 'gateway'), tcp: domainsOf(mesh, 'tcp', 'gateway') },
	};
	const judge = (judged: Judged, wanted: Intended): void => {
		counts.places++;
		const bounds = domains[judged.enforcer.kind === 'gateway' ? 'gateway' : 'sidecar'][judged.place.speaks];
		findings.push(...leastPrivilege(world, judged, wanted, bounds));
	};
	for (const concern of all) {
		for (const judged of placesOf(world, enforcerOf(model, concern), concern)) {
			const wanted = intended(model, concern, judged.declared);
			judge(judged, wanted);
			if (judged.declared !== undefined) {
				findings.push(...handlingFindings(model, concern, wanted.tokens, judged.chain, judged.place));
			}
		}
	}
	for (const judged of strangersIn(world, all, model)) judge(judged, nobody);
	const realms = realmsIn(model, own);
	counts.realms = realms.length;
	findings.push(...onceForAllFiles(realms.flatMap((realm) => tokenFindings(model, realm))));
	findings.push(...unwritten(model, realms));
	return { environment: model.environment, findings, counts, mesh };
}

const nobody: Intended = { intents: [], always: { kind: 'all', of: [] }, tokens: [] };

/** The definitions of each issuer, in every form in which they are written. */
function realmsIn(model: AccessModel, files: readonly ManifestFile[]): readonly Definitions[] {
	return files.flatMap((file) => {
		if (file.kind !== 'document') return [];
		const { content } = file;
		const realm = typeof content === 'object' && content !== null && 'realm' in content ? content.realm : undefined;
		const issuer = model.issuers.find((each) => each.realm === realm);
		return issuer === undefined ? [] : [{ issuer, content, path: file.path }];
	});
}

/** An issuer from which grants need tokens, and for which nothing would be applied. */
function unwritten({ issuers, grants, environment }: AccessModel, realms: readonly Definitions[]): readonly Finding[] {
	return issuers
		.filter((issuer) => realms.every((realm) => realm.issuer !== issuer))
		.filter((issuer) =>
			grants.some(({ actor }) => (actor.kind === 'service' || actor.kind === 'user') && actor.client.issuer === issuer),
		)
		.map(({ name, origin }) => ({
			kind: 'undecided',
			where: `the tokens of ${name}`,
			why: `no file of ${environment} has its definitions`,
			origin,
		}));
}

function doubt({ object, path, what, why }: Problem, model: AccessModel): Finding {
	const origin: Origin = model.workloads[0]?.origin ?? { file: '', line: 0, column: 0, path: '' };
	return { kind: 'undecided', where: path === '' ? object : `${object}, ${path}`, why: `${what}: ${why}`, origin };
}

export type { Concern };
