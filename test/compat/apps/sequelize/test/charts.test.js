const assert = require('node:assert');
const { Chart, Correction, sequelize } = require('../models');

describe('charts', () => {
  before(() => sequelize.sync());
  after(() => sequelize.close());

  it('come with their corrections', async () => {
    await Chart.create({ number: 36, title: 'Ærø and the islands south of Fyn', Corrections: [{ text: 'buoy 7 moved' }] }, { include: Correction });
    const chart = await Chart.findByPk(36, { include: Correction });
    assert.strictEqual(chart.title, 'Ærø and the islands south of Fyn');
    assert.deepStrictEqual(chart.Corrections.map(({ text }) => text), ['buoy 7 moved']);
  });

  it('are taken back with their transaction', async () => {
    await assert.rejects(sequelize.transaction(async transaction => {
      await Chart.create({ number: 37, title: 'Kiel Bight' }, { transaction });
      throw new Error('no paper left');
    }), /no paper left/);
    assert.strictEqual(await Chart.findByPk(37), null);
  });
});
