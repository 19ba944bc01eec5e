import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/permit.js';
import {
  policySimulationSchema,
  simulatePolicySchema,
  type PolicySimulationView,
  type SimulatePolicy,
} from './policy-simulation-schema.js';
import { PolicySimulation } from './policy-simulation.js';

@ApiTags('escalation policies')
@Controller('api/v1/escalation-policies')
export class PolicySimulationController {
  constructor(private readonly simulation: PolicySimulation) {}

  @Post('simulate')
  @HttpCode(200)
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Whom an incident would page, when and why, if nobody answered; pages nobody' })
  @ApiOkResponse({ standardSchema: policySimulationSchema })
  simulate(@Body({ schema: simulatePolicySchema }) body: SimulatePolicy): Promise<PolicySimulationView> {
    return this.simulation.simulate(body);
  }
}
