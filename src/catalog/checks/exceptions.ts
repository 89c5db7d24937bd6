// Exceptions end: on a day that exists, has not passed, and is no more than a year ahead.
import { type Check, found } from './report.ts';

export const checkExceptions: Check = (context) => {
	const latest = yearAfter(context.today);
	return (context.data.exceptions ?? []).flatMap(({ expires, owner }, index) => {
		const path = ['exceptions', index, 'expires'];
		if (!isDay(expires)) return [found(context, 'ACC078', { expires }, path)];
		if (expires < context.today) return [found(context, 'ACC076', { expires, owner }, path)];
		return expires > latest ? [found(context, 'ACC077', { expires, latest }, path)] : [];
	});
};

/** The same day of the next year; the last of February for a leap day. */
function yearAfter(today: string): string {
	const day = `${String(Number(today.slice(0, 4)) + 1).padStart(4, '0')}${today.slice(4)}`;
	return isDay(day) ? day : `${day.slice(0, 8)}28`;
}

/** True for a `YYYY-MM-DD` that the calendar has. */
function isDay(text: string): boolean {
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
