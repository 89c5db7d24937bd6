// JSON as protobuf prints a Struct (C++ util::MessageToJsonString, as Envoy 1.39.3 uses it for claims in headers): other
// numbers and escapes than JSON.stringify, in no order of keys that could be relied on; here in the order given.

/** The text of a JSON value: texts, numbers, booleans, null, lists and objects of these. */
export function printJson(value: unknown): string {
	if (typeof value === 'number') return printNumber(value);
	if (typeof value === 'string') return printText(value);
	if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	return `{${Object.entries(value)
		.map(([name, item]) => `${printText(name)}:${printJson(item)}`)
		.join(',')}}`;
}

const printText = (text: string): string =>
	JSON.stringify(text).replace(
		/[<>\u007f\u2028\u2029]/g,
		(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** `%.15g` of C, or `%.17g` where fifteen digits do not tell the number. */
function printNumber(value: number): string {
	const digits = Number(value.toPrecision(15)) === value ? 15 : 17;
	const [mantissa = '', power = '0'] = value.toExponential(digits - 1).split('e');
	const exponent = Number(power);
	if (exponent >= -4 && exponent < digits) return withoutZeros(value.toFixed(Math.max(0, digits - 1 - exponent)));
	const sign = exponent < 0 ? '-' : '+';
	return `${withoutZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const withoutZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
