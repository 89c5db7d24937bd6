// Plain JavaScript, so that any Node can run it: checks that npm scripts run the Node this repository pins, and says what
// to do where they do not (npm may skip the install script that brings it).
const [major] = process.versions.node.split('.');
if (major !== '24') {
	process.stderr.write(
		`this is Node ${process.versions.node}, but the scripts need the pinned Node 24 in node_modules/.bin; ` +
			'install it with: npm ci --ignore-scripts=false && npm rebuild node\n',
	);
	process.exitCode = 2;
}
