import http from 'http';
const tag = (c: any) => { c.tag = 'watched'; };
@tag class A { static tag: string }
http.createServer((q, r) => { r.end(A.tag); }).listen(process.env.PORT || 3000);
