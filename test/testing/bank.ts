// The bank as tests here ask it: as it is, or with one object of its output changed.
import { type Access, access } from '../../src/testing/plain.ts';

const file = new URL('../../services.catalog.ts', import.meta.url);

type Changeable = {
	kind?: string;
	metadata?: { name: string; namespace: string };
	spec?: Record<string, unknown> & { rules?: Record<string, unknown>[] };
	clients?: { clientId: string; optionalClientScopes: string[] }[];
};

/** Production; `change` is made to each object that it gets. */
export const bank = (change?: (object: Changeable) => void): Promise<Access> =>
	access(file, {
		environment: 'prod',
		today: '2026-11-24',
		...(change === undefined
			? {}
			: {
					patch: (object) => {
						change(object as Changeable);
						return object;
					},
				}),
	});

/** A change to one object. */
export const at =
	(kind: string, name: string, change: (spec: NonNullable<Changeable['spec']>) => void) =>
	(object: Changeable): void => {
		const { metadata, spec } = object;
		if (object.kind === kind && `${metadata?.namespace}/${metadata?.name}` === name && spec !== undefined) change(spec);
	};
