exports.log = text => console.log(JSON.stringify({ time: new Date().toISOString(), text }));
