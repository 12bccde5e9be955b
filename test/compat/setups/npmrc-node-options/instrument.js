global.metrics={n:1}
