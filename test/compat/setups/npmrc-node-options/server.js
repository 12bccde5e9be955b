require("http").createServer((q,r)=>r.end(String(metrics.n))).listen(3000)
