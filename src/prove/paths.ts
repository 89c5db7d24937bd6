// Paths as policies see them, in the four modes of MeshConfig.pathNormalization (Istio 1.31): the bounds inside which
// differences are looked for, and what must be sent so that a path arrives. Nothing that the normalizer gives is left out of
// the bounds, which test/prove/domains.test.ts holds by enumeration.
import type { TextDomain } from '../regions/index.ts';
import type { MeshSettings } from '../semantics/istio/index.ts';
import { type Pattern, pattern, run } from '../traffic/pattern.ts';

type Normalization = MeshSettings['pathNormalization'];

export const lower = 'abcdefghijklmnopqrstuvwxyz';
export const upper = lower.toUpperCase();
export const digits = '0123456789';

const containing = (text: string): Pattern => pattern(run('any', 0), text, run('any', 0));
const ending = (text: string): Pattern => pattern(run('any', 0), text);

/** Letters that the normalizer leaves. `%` begins what stays escaped, such as `%2F`. */
const plain = `${lower}${digits}${upper}-_.~/:@!$&'()*+,;=[]%`;

/** As they are sent, without query and fragment. */
const raw: TextDomain = {
	letters: `${plain}\\"<>^\`{|}`,
	beyond: false,
	required: [pattern('/', run('any', 0))],
	forbidden: [],
	examples: ['/', '/x', '/elsewhere'],
};

/**
 * No dot segments, no backslash. `/..;x` is there: escaped dots become dots after the step that takes away dot segments with
 * parameters.
 */
const canonical: TextDomain = {
	...raw,
	letters: plain,
	forbidden: [containing('/./'), containing('/../'), ending('/.'), ending('/..')],
};

/** No slash twice, but in `//` itself. */
const merged: TextDomain = {
	...canonical,
	forbidden: [...canonical.forbidden, pattern(run('any', 1), '//', run('any', 0)), pattern('//', run('any', 1))],
};

/** Slashes and backslashes that were escaped are slashes before anything else. */
const decoded: TextDomain = {
	...merged,
	forbidden: [...merged.forbidden, ...['%2f', '%2F', '%5c', '%5C'].map(containing)],
};

export const paths: Readonly<Record<Normalization, TextDomain>> = {
	NONE: raw,
	BASE: canonical,
	MERGE_SLASHES: merged,
	DECODE_AND_MERGE_SLASHES: decoded,
};

/**
 * A request target that arrives as this path. Dots before parameters are escaped, for plain ones are taken for a dot segment.
 */
export const sentPath = (path: string, normalization: Normalization): string =>
	normalization === 'NONE' ? path : path.replace(/(?<=\/)\.\.?(?=;)/g, (dots) => dots.replaceAll('.', '%2e'));
