// The bank, with a well-meant change to its generated policies: a HEAD request of the statements team was refused, so
// somebody took the methods out of their rule. `meshgrant check` refuses it, and shows what else that lets in.
import bank from '../../services.catalog.ts';

export default bank;

interface Rule {
	readonly from: { readonly source: { readonly principals: string[] } }[];
	readonly to: { readonly operation: { methods?: string[] } }[];
}

interface Generated {
	readonly kind: string;
	readonly metadata: { readonly name: string };
	readonly spec: { readonly rules: Rule[] };
}

export function patch(object: Generated, file: { readonly environment: string }): Generated {
	if (file.environment !== 'prod' || object.kind !== 'AuthorizationPolicy' || object.metadata.name !== 'accounts') {
		return object;
	}
	for (const { from, to } of object.spec.rules) {
		const isTheirs = from.some(({ source }) => source.principals.some((name) => name.endsWith('/sa/statements')));
		if (isTheirs) for (const { operation } of to) delete operation.methods;
	}
	return object;
}
