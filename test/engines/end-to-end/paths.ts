// Which paths a pattern means: a reading of its own, apart from the one in src/prove/intended and the one in src/decide, since
// here it judges what the real proxies let in. Which requests are worth sending is no judgement, so the paths in a pattern and
// the tricks with them are those of the negative cases.
import type { PathPattern } from '../../../src/traffic/operation.ts';

export { pathsIn, tricksOn } from '../../../src/testing/negative/paths.ts';

/** Whether a path without dot segments is in the pattern. A parameter is one segment, whatever is encoded in it. */
export function covers({ segments, trailingSlash, below }: PathPattern, path: string): boolean {
	const steps = path.slice(1).split('/');
	if (segments.length === 0) return below || path === '/';
	const starts = segments.every((segment, index) => {
		const step = steps[index] ?? '';
		return segment.kind === 'literal' ? segment.text === step : step !== '';
	});
	if (!starts) return false;
	const rest = steps.slice(segments.length);
	if (below) return true;
	return trailingSlash ? rest.length === 1 && rest[0] === '' : rest.length === 0;
}
