/** The part of the gate runner that writes, copies and reads reports; `gate-runner.ts` takes it in. */
export const GATE_REPORTS = String.raw`
// Colours go, then whatever XML 1.0 cannot hold.
function plain(text) {
  return text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

function xml(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
  return plain(text).replace(/[&<>"\r]/g, character => entities[character]);
}

// The gate as a test suite and its steps as test cases: a report exists whatever the test runner.
function junit(name, results) {
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0).toFixed(3);
  const count = (tag, test) => ' ' + tag + '="' + results.filter(test).length + '"';
  const totals = count('tests', () => true) + count('failures', result => result.code) + ' errors="0"'
    + count('skipped', result => result.skipped) + ' time="' + seconds + '"';
  const cases = results.map(result => {
    const body = result.skipped ? '<skipped message="an earlier step failed"/>'
      : result.code === 0 ? '<system-out>' + xml(result.log) + '</system-out>'
        : '<failure message="' + xml(result.reason + ', exit code ' + result.code) + '">' + xml(result.log) + '</failure>';
    return '    <testcase classname="gate.' + name + '" name="' + xml(result.name) + '" time="' + result.seconds.toFixed(3) + '">\n'
      + '      ' + body + '\n    </testcase>\n';
  });
  return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites' + totals + '>\n  <testsuite name="' + name + '"' + totals + '>\n'
    + cases.join('') + '  </testsuite>\n</testsuites>\n';
}

// The files that a path stands for: * is any part of a name, ** any folders, a folder all that is in it.
function filesOf(pattern) {
  const names = posix.normalize(pattern).replace(/(.)\/$/, '$1').split('/');
  const wild = names.findIndex(name => name.includes('*'));
  const base = names.slice(0, wild < 0 ? names.length : wild).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const literal = text => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replace(/\*+/g, '[^/]*');
  const wanted = new RegExp('^' + names.map(name => name === '**' ? '(?:[^/]+/)*' : literal(name) + '/').join('') + '$');
  const visit = (path, inside) => {
    const stat = fs.statSync(path, { throwIfNoEntry: false }), taken = inside || wanted.test(path + '/');
    if (!stat || stat.isFile()) return stat && taken ? [path] : [];
    // A link to a folder may lead round in a circle, a socket or a pipe never ends.
    if (!stat.isDirectory() || path !== base && fs.lstatSync(path).isSymbolicLink()) return [];
    return fs.readdirSync(path).sort().filter(name => !['node_modules', '.git'].includes(name) || names.includes(name))
      .flatMap(name => visit(posix.join(path, name), taken));
  };
  return visit(base, false);
}

// Copies the reports, each below its format, and tells where they are. A missing one is no failure: the gate's is the verdict.
// One that lay there before is a leftover of another run, that came with the sources.
function copyReports(reports, directory, output, began) {
  const copies = [];
  for (const { format, path } of reports) {
    try {
      const files = filesOf(path).filter(file => fs.statSync(file).mtimeMs >= began);
      if (files.length === 0) output.say('warning: no ' + format + ' report at ' + path);
      for (const file of files) {
        const to = join(directory, format, relative(process.cwd(), resolve(file)).replace(/^(\.\.\/)+/, ''));
        fs.mkdirSync(dirname(to), { recursive: true });
        fs.copyFileSync(file, to);
        copies.push({ format, path: to });
      }
    } catch (error) {
      output.say('warning: cannot copy the ' + format + ' report at ' + path + ': ' + error.message);
    }
  }
  return copies;
}

// A scan, not a parser: it names what failed in the words of the report, and stays silent about what it cannot read.
function failedTestCases(copies) {
  const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  const decode = text => text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (whole, decimal, hex, name) =>
    name ? named[name] || whole : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));
  const names = new Set();
  for (const { path } of copies.filter(({ format }) => /^junit/i.test(format))) {
    let report = '';
    try { report = fs.readFileSync(path, 'utf8'); } catch { /* larger than a string can be */ }
    for (const text of report.split(/<testcase(?=\s)/).slice(1)) {
      const [tag] = /^(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(text) || ['/>'];
      if (tag.endsWith('/>') || !/<(?:failure|error)[\s/>]/.test(text.split('</testcase>')[0])) continue;
      const attribute = name => decode((new RegExp('\\s' + name + '\\s*=\\s*("[^"]*"|\'[^\']*\')').exec(tag) || ['', '""'])[1].slice(1, -1));
      names.add(plain([attribute('classname'), attribute('name')].filter(Boolean).join(': ')).replace(/\s+/g, ' ').trim());
    }
  }
  const lines = [...names].map(name => 'failed test case: ' + name);
  return lines.length > 20 ? [...lines.slice(0, 20), 'and ' + (lines.length - 20) + ' more'] : lines;
}
`;
