import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `On-call rotations and paging. People and scripts use \`/api/v1\` with a token
(\`Authorization: Bearer …\`); monitoring posts to \`/v2/enqueue\` and \`/integrations/…\` with an integration's key.
Times go out as UTC; every list takes \`limit\` and \`cursor\`; errors are RFC 9457 problems.`;

/** The API in OpenAPI's words, made from the routes and their zod schemas. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setTitle('Rouse')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of a person' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, head, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').replace(/^./, (first) => first.toLowerCase())}_${method}`,
  });
  return withProblems(document);
}

/** Every operation may answer with a problem; said once here instead of on every route. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const problem = {
    description: 'A problem (RFC 9457): what is wrong, and where',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.put, path.post, path.delete, path.patch]) {
      if (operation) operation.responses['default'] ??= problem;
    }
  }
  return document;
}

/** Serves the description at `/api/openapi.json` and a page to try it at `/api/docs`. Made when first asked for. */
export function serveApiDescription(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Rouse API',
  });
}
