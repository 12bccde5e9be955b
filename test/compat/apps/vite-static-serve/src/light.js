export const describe = ({ flashes, period }) => `Fl(${flashes}) ${period}s`;
