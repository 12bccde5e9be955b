(globalThis as any).BOOT = 'preloaded';
