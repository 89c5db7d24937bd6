// The header with the tenant is what a verified token says: nobody gets through with a copy of their own.
import { anyText, someText } from '../../traffic/pattern.ts';
import { all, claim, header, not } from '../../traffic/predicate.ts';
import type { Site } from '../context.ts';
import { admittedAmong, type Breach, type Property } from './breach.ts';

/**
 * At every HTTP port of the catalog, where the catalog has tenants: no request passes with the header and without a token that
 * names a subject; and where tokens are taken, the proxy writes the header anew.
 */
export const tenantHeaderUnspoofable: Property = (context) => {
	const { tenancy } = context.model;
	if (tenancy.kind === 'none') return [];
	const name = tenancy.header.toLowerCase();
	const brought = header(name, anyText);
	return context.sites
		.filter(({ declared, place }) => declared !== undefined && place.speaks === 'http')
		.flatMap((site): readonly Breach[] => {
			const what = `lets in a header \`${name}\` that no token has written`;
			const forbidden = isWritten(site, name, tenancy.claim) ? all([brought, not(subject)]) : brought;
			return admittedAmong(site, forbidden, what);
		});
};

const subject = all([claim('iss', someText), claim('sub', someText)]);

/** Whether every rule for tokens writes the header from the claim: then what a client sends beside a token is gone. */
function isWritten({ chain: { verification } }: Site, header: string, from: string): boolean {
	const writes = verification.map(({ outputClaimToHeaders }) =>
		outputClaimToHeaders.some((each) => each.header.toLowerCase() === header && each.claim === from),
	);
	return writes.length > 0 && writes.every(Boolean);
}
