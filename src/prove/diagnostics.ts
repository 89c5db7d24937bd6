// What a proof has to say when it does not hold.
import { type DiagnosticTable, spec } from '../core/diagnostic.ts';

interface At {
	readonly workload: string;
	readonly port: number;
}

interface TokenParameters {
	readonly client: string;
	readonly scope: string;
	readonly way: string;
	readonly what: string;
}

export const proveDiagnostics = {
	PRV001: spec<At & { readonly request: string; readonly nearest: string | undefined }>({
		severity: 'error',
		title: 'The output admits a request that no grant allows',
		message: ({ workload, request, nearest }) =>
			`\`${workload}\` admits \`${request}\`, which no grant allows${nearest === undefined ? '' : `; nearest is \`${nearest}\``}`,
		label: ({ workload, port, nearest }) =>
			nearest === undefined
				? `port ${port} is open further than the catalog says`
				: `port ${port} of \`${workload}\` is open further than this`,
		why: () => 'whoever can send this request has access that nobody granted or reviewed',
		help: () => 'take back the change to the generated objects, or grant this access in the catalog',
	}),
	PRV002: spec<At & { readonly request: string; readonly intent: string }>({
		severity: 'error',
		title: 'The output refuses a request that a grant allows',
		message: ({ workload, request, intent }) => `\`${workload}\` refuses \`${request}\`, which \`${intent}\` allows`,
		label: () => 'this does not work',
		why: () => 'the caller was promised this access, and gets 401 or 403',
		help: () => 'take back the change to the generated objects, or withdraw the grant',
	}),
	PRV003: spec<{ readonly where: string; readonly reason: string }>({
		severity: 'error',
		title: 'The output could not be proved',
		message: ({ where, reason }) => `nothing is proved for \`${where}\`: ${reason}`,
		label: () => 'undecided',
		why: () => 'what is neither proved nor disproved does not count as safe',
		help: () => 'change what cannot be judged; if nobody changed the generated objects, please report it',
	}),
	PRV004: spec<TokenParameters>({
		severity: 'error',
		title: 'A client can get a token that no grant asks for',
		message: ({ client, scope, way, what }) =>
			`\`${client}\` can get a token ${scope === '' ? '' : `with \`${scope}\` `}${way}: ${what}`,
		label: () => 'this client can get more than it was granted',
		why: () => 'a token that can be had will be used: the identity provider must hold the same line as the mesh',
		help: () => 'take back the change to the generated clients, or grant this access in the catalog',
	}),
	PRV005: spec<TokenParameters & { readonly grant: string }>({
		severity: 'error',
		title: 'A client cannot get the token that its grant needs',
		message: ({ client, scope, way, grant, what }) =>
			`\`${client}\` cannot get \`${scope}\` ${way}, which \`${grant}\` needs: ${what}`,
		label: () => 'this does not work',
		why: () => 'the receiver refuses the call without this token',
		help: () => 'take back the change to the generated clients, or withdraw the grant',
	}),
	PRV006: spec<At & { readonly object: string; readonly what: string }>({
		severity: 'error',
		title: 'A proxy takes or hands on tokens or headers otherwise than the catalog says',
		message: ({ object, what }) => `\`${object}\` ${what}`,
		label: ({ workload }) => `at \`${workload}\``,
		why: () => 'a token or an identity header would be trusted, lost or shown where the catalog does not say so',
		help: () => 'take back the change to the generated object',
	}),
	PRV007: spec<{ readonly object: string; readonly path: string; readonly what: string }>({
		severity: 'error',
		title: 'The patch cannot be applied',
		message: ({ object, path, what }) => `\`${object}\` in \`${path}\` cannot be patched: ${what}`,
		label: () => 'its patch',
		why: () => 'a patch changes what an object says; what it leaves half done would be applied like the rest',
		help: () => 'give back the object with the same apiVersion, kind, name and namespace',
	}),
} satisfies DiagnosticTable;
