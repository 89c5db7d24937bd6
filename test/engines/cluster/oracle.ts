// The cluster oracle: what does a real API server, with Istio's CRDs, say to these manifests? One server each, empty but for
// the CRDs, without controllers: objects are judged and kept, and nothing acts on them.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import { definitionsFile } from '../prepare/recipes/cluster.ts';
import { type Connection, connect, type Status } from './connection.ts';
import { type Named, placesOf } from './place.ts';
import { startApiServer } from './server.ts';

export interface Cluster {
	/** `Kubernetes v1.36.3`. */
	readonly version: string;
	/** For other clients, with all rights. */
	readonly kubeconfig: string;
	/** Judges each YAML document by server-side apply with strict field validation, in order; makes missing namespaces. */
	apply(manifests: string, options?: ApplyOptions): Promise<readonly Judgement[]>;
	/** The object as it is kept, or undefined. */
	read(object: Named): Promise<Status | undefined>;
	close(): Promise<void>;
}

export interface ApplyOptions {
	/** The server does all but keep the object. Default false. Namespaces are made all the same. */
	readonly dryRun?: boolean;
}

export type Judgement = {
	/** `AuthorizationPolicy bank/accounts`, as far as the document says so. */
	readonly object: string;
	readonly warnings: readonly string[];
} & (
	| { readonly verdict: 'accepted' }
	/** `message` is the server's own text. Status 0: the document names no place to which it could be sent. */
	| { readonly verdict: 'refused'; readonly status: number; readonly message: string }
);

const manager = 'fieldManager=meshgrant-test&fieldValidation=Strict';
const applyPatch = 'application/apply-patch+yaml';
const establishLimitMs = 120_000;

/** Starts a cluster of its own. `program` is the engine `cluster`; `flags` are given to its kube-apiserver. */
export async function openCluster(program: string, flags: readonly string[] = []): Promise<Cluster> {
	const server = await startApiServer(program, flags);
	const connection = await connect(server.url, server.kubeconfig);
	const close = async (): Promise<void> => {
		connection.close();
		await server.close();
	};
	let version: string;
	try {
		version = `Kubernetes ${(await connection.send('GET', '/version')).body.gitVersion}`;
		await define(connection, await readFile(join(dirname(program), definitionsFile), 'utf8'));
	} catch (error) {
		await close();
		throw error;
	}
	const places = placesOf(connection);
	const namespaces = new Map<string, Promise<Judgement>>();
	const judge = async (text: string, dryRun: boolean): Promise<Judgement> => {
		const document: Partial<Named> | null | undefined = load(text) as Partial<Named> | null | undefined;
		const { kind = 'no kind', metadata } = document ?? {};
		const object = `${kind} ${metadata?.namespace ?? '–'}/${metadata?.name ?? '–'}`;
		const place = await places(document ?? {});
		if (place.kind === 'nowhere') return { object, verdict: 'refused', status: 0, message: place.why, warnings: [] };
		if (place.namespace !== undefined && kind !== 'Namespace') {
			const made = await ensureNamespace(place.namespace);
			if (made.verdict === 'refused') return { ...made, object };
		}
		return patch(connection, object, `${place.path}?${manager}${dryRun ? '&dryRun=All' : ''}`, text);
	};
	const ensureNamespace = (name: string): Promise<Judgement> => {
		const known = namespaces.get(name);
		if (known !== undefined) return known;
		const text = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
		const path = `/api/v1/namespaces/${encodeURIComponent(name)}?${manager}`;
		const making = patch(connection, `Namespace ${name}`, path, text);
		namespaces.set(name, making);
		return making;
	};
	return {
		version,
		kubeconfig: server.kubeconfig,
		apply: (manifests, { dryRun = false } = {}) =>
			Promise.all(documentsOf(manifests).map((text) => judge(text, dryRun))),
		async read(object) {
			const place = await places(object);
			if (place.kind === 'nowhere') return undefined;
			const { status, body } = await connection.send('GET', place.path);
			return status === 200 ? body : undefined;
		},
		close,
	};
}

/** The documents of a YAML stream as they are written, without empty ones. */
const documentsOf = (manifests: string): readonly string[] =>
	manifests.split(/^---(?:[ \t].*)?$/m).filter((text) => /^[^#\s]/m.test(text));

async function patch(connection: Connection, object: string, path: string, text: string): Promise<Judgement> {
	const { status, body, warnings } = await connection.send('PATCH', path, { type: applyPatch, text });
	if (status === 200 || status === 201) return { object, verdict: 'accepted', warnings };
	return { object, verdict: 'refused', status, message: body.message ?? JSON.stringify(body), warnings };
}

/** Applies the CRDs and waits until each is served. */
async function define(connection: Connection, definitions: string): Promise<void> {
	const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
	const names = await Promise.all(
		documentsOf(definitions).map(async (text) => {
			const { metadata } = load(text) as Named;
			const judgement = await patch(connection, metadata.name, `${path}/${metadata.name}?${manager}`, text);
			if (judgement.verdict === 'refused') throw new Error(`CRD ${metadata.name}: ${judgement.message}`);
			return metadata.name;
		}),
	);
	const limit = AbortSignal.timeout(establishLimitMs);
	for (const name of names) {
		while (!isEstablished((await connection.send('GET', `${path}/${name}`)).body)) {
			if (limit.aborted) throw new Error(`CRD ${name} is not established after ${establishLimitMs} ms`);
			await sleep(50);
		}
	}
}

/** The server writes `null` for no conditions. */
function isEstablished({ status }: Status): boolean {
	const { conditions } = (status ?? {}) as { readonly conditions?: readonly Condition[] | null };
	return conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') ?? false;
}

interface Condition {
	readonly type: string;
	readonly status: string;
}
