import { assetsOf } from '../../lib/programs/shared/page-assets';

test.each<[string, string, string[]]>([
  ['scripts and style sheets', '<link rel="stylesheet" href="/a.css"><script type="module" crossorigin src="/b.js"></script><link rel="modulepreload" href="/c.js">', ['/a.css', '/b.js', '/c.js']],
  ['names without quotes, as minifiers write them', '<script defer=defer src=/x/a.js></script><link href=/x/a.css rel=stylesheet>', ['/x/a.js', '/x/a.css']],
  ['names in any letters', "<SCRIPT SRC='/a.js'></SCRIPT><LINK REL=\"preload StyleSheet\" HREF=\"/a.css\">", ['/a.js', '/a.css']],
  ['names relative to the page', '<script src="a.js"></script><script src="../b.js"></script>', ['/docs/a.js', '/b.js']],
  ['names relative to a base', '<base href="/ui/"><script src="a.js"></script>', ['/ui/a.js']],
  ['a base of another site', '<base href="https://example.com/"><script src="a.js"></script>', []],
  ['what other sites have', '<script src="https://example.com/a.js"></script><script src="//example.com/b.js"></script><link rel="stylesheet" href="data:text/css,a">', []],
  ['what makes no difference', '<link rel="icon" href="/a.ico"><link rel="preload" href="/a.woff2"><link rel="alternate" href="/feed.xml"><a href="/a">a</a><img src="/a.png">', []],
  ['what a comment has', '<!-- <script src="/a.js"></script> --><script src="/b.js"></script>', ['/b.js']],
  ['what a script writes', '<script>document.write(\'<script src="/a.js"><\\/script>\')</script><script src="/b.js"></script>', ['/b.js']],
  ['what a page shows', '<textarea><script src="/a.js"></script></textarea>', []],
  ['a sign in a name', '<script src="/a.js?v=1&amp;w=2" data-src="/no.js" title="a > b"></script><script src="/b%20c.js"></script>', ['/a.js', '/b c.js']],
  ['what is named twice', '<script src="/a.js"></script><script src="/a.js#x"></script>', ['/a.js']],
  ['nothing', '<script></script><script src=""></script><script src="http://["></script><script', []],
])('of a page: %s', (_, html, assets) => {
  expect(assetsOf(html, '/docs/index.html')).toEqual(assets);
});

test('a page that never ends its quotes is read in little time', () => {
  const began = Date.now();
  assetsOf('<script src="'.repeat(20_000), '/');
  assetsOf('<!--'.repeat(100_000), '/');
  expect(Date.now() - began).toBeLessThan(3000);
});
