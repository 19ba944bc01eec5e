import { eventually } from '../../support/eventually.js';
import type { Engine } from '../harness/system.js';
import type { Scenario } from '../harness/scenario.js';

const BOTH: readonly Engine[] = ['postgres', 'redis'];

const apiKilledUnderLoad: Scenario = {
  name: 'api-killed-under-load',
  engines: BOTH,
  bound: 'every event that was answered 202 is stored and paged; the api takes events again once it is back',
  short: false,
  run: async ({ system, load, note }) => {
    load.start(20);
    await eventually(() => {
      if (load.sent.length < 40) throw new Error('too little load');
    });
    await system.kill(system.api);
    const before = load.sent.filter(({ status }) => status === 202).length;
    await system.restart(system.api);
    await eventually(
      () => {
        if (load.sent.filter(({ status }) => status === 202).length < before + 20)
          throw new Error('the api takes nothing');
      },
      { within: 30_000 },
    );
    await load.stop();
    note(`${String(before)} events were taken before the api was killed`);
  },
};

export const processScenarios: readonly Scenario[] = [apiKilledUnderLoad];
