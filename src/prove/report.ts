// Findings as diagnostics.

import type { Detail, Diagnostic } from '../core/diagnostic.ts';
import { diagnose } from '../core/diagnostic.ts';
import { unreachable } from '../core/invariant.ts';
import type { Request } from '../semantics/istio/index.ts';
import { proveDiagnostics } from './diagnostics.ts';
import type { Finding } from './finding.ts';
import { requestText, senderText, tokenText } from './words.ts';

/** The diagnostic for a finding in one environment: an error, whatever it is. */
export function diagnosticOf(finding: Finding, environment: string): Diagnostic {
	const found = diagnosed(finding);
	return { ...found, details: [{ label: 'environment', text: environment }, ...(found.details ?? [])] };
}

function diagnosed(finding: Finding): Diagnostic {
	switch (finding.kind) {
		case 'excess': {
			const { place, request, admittedBy, nearest } = finding;
			const [only, ...others] = nearest;
			// Where one line of the catalog was stretched it is the place; else it is the workload's.
			const isOne = others.every(({ origin: { file, line, column } }) => {
				return file === only?.origin.file && line === only.origin.line && column === only.origin.column;
			});
			const parameters = {
				workload: place.workload,
				port: place.port,
				request: requestText(request),
				nearest: others.length === 0 ? only?.name : undefined,
			};
			const origin = (isOne ? only?.origin : undefined) ?? place.origin;
			const by =
				admittedBy === undefined
					? 'no policy selects the workload, so everything passes'
					: `AuthorizationPolicy ${admittedBy.policy}, rule ${admittedBy.rule + 1}`;
			return withDetails(diagnose(proveDiagnostics, 'PRV001', parameters, origin), request, [
				['admitted by', by],
				...(others.length === 0 ? [] : [['nearest', nearest.map(({ name }) => name).join(', ')] as const]),
			]);
		}
		case 'missing': {
			const { place, request, intent, origin, refusedBy } = finding;
			const parameters = { workload: place.workload, port: place.port, request: requestText(request), intent };
			return withDetails(diagnose(proveDiagnostics, 'PRV002', parameters, origin), request, [
				['refused by', refusedBy],
			]);
		}
		case 'undecided':
			return diagnose(proveDiagnostics, 'PRV003', { where: finding.where, reason: finding.why }, finding.origin);
		case 'token-excess':
			return inFiles(diagnose(proveDiagnostics, 'PRV004', finding, finding.origin), finding.files);
		case 'token-missing': {
			const way = { itself: 'as itself', login: 'at a sign-in', exchange: 'by exchange' }[finding.way];
			return inFiles(diagnose(proveDiagnostics, 'PRV005', { ...finding, way }, finding.origin), finding.files);
		}
		case 'handling': {
			const { place, object, what } = finding;
			return diagnose(
				proveDiagnostics,
				'PRV006',
				{ workload: place.workload, port: place.port, object, what },
				finding.origin,
			);
		}
		default:
			return unreachable(finding);
	}
}

const inFiles = (diagnostic: Diagnostic, files: readonly string[]): Diagnostic => ({
	...diagnostic,
	details: [{ label: 'in', text: files.join(', ') }],
});

function withDetails(
	diagnostic: Diagnostic,
	request: Request,
	last: readonly (readonly [label: string, text: string])[],
): Diagnostic {
	const details: readonly Detail[] = [
		{ label: 'from', text: senderText(request) },
		{ label: 'token', text: tokenText(request) },
		...last.map(([label, text]) => ({ label, text })),
	];
	return { ...diagnostic, details };
}
