require("node:test").test("passes",()=>{});
