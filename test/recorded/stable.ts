// Verdicts as they can be kept: what the engine decided and why, without what differs from run to run.
import { isRecord } from '../engines/generators/objects.ts';
import { expiresAt } from '../engines/generators/words.ts';
import type { Verdict } from '../engines/mesh/case.ts';

/** Signatures and times of tokens, and how exactly a connection ended, are left out; the decision is not touched. */
export function stable({ verdict, why, received }: Verdict): Verdict {
	const text = received === undefined ? undefined : JSON.stringify(received);
	return {
		verdict,
		...(typeof verdict === 'number' && why !== undefined ? { why } : {}),
		...(text === undefined ? {} : { received: JSON.parse(text.replace(token, '<token>').replace(payload, hidden)) }),
	};
}

const token = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** A payload on its own, as outputPayloadToHeader writes it. */
const payload = /eyJ[\w-]+={0,2}/g;

/** Payloads whose times are the case's own words stay; others were written by the clock. */
function hidden(text: string): string {
	const claims: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
	return isRecord(claims) && claims.exp === expiresAt && !('nbf' in claims) ? text : '<payload>';
}
