// Reads the fenced blocks of a documentation page: ```<language> <role>.

export interface Block {
	readonly language: string;
	readonly role: string;
	readonly text: string;
}

/** Blocks of a page in order; a block without a role has the role ''. */
export function blocksOf(page: string): readonly Block[] {
	const found = page.matchAll(/^```(\w+)(?: ([\w-]+))?\n(.*?)^```$/gms);
	return [...found].map(([, language = '', role = '', text = '']) => ({ language, role, text }));
}

/** The page with the text of its first block of this role replaced. */
export function withBlock(page: string, role: string, text: string): string {
	return page.replace(
		new RegExp(`^(\`\`\`\\w+ ${role}\\n)(.*?)(^\`\`\`$)`, 'ms'),
		(_all, open: string, _old: string, close: string) => open + text + close,
	);
}
