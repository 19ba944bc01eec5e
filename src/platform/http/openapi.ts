import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `On-call rotations and paging. People and scripts use \`/api/v1\` with a token
(\`Authorization: Bearer …\`); monitoring posts to \`/v2/enqueue\` and \`/integrations/…\` with an integration's key.
Times go out as UTC; every list takes \`limit\` and \`cursor\`; errors are RFC 9457 problems.`;

type ResponsesObject = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];

/** The API in OpenAPI's words, made from the routes and their zod schemas. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setTitle('Rouse')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of a person' })
    .addCookieAuth(
      '__Host-rouse',
      { type: 'apiKey', in: 'cookie', description: 'A session of a browser' },
      'session',
    )
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, head, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').replace(/^./, (first) => first.toLowerCase())}_${method}`,
  });
  return withReasons(withProblems(document));
}

/** Every write may say why; said once here instead of on every route. */
function withReasons(document: OpenAPIObject): OpenAPIObject {
  const parameter = {
    name: 'Audit-Reason',
    in: 'header' as const,
    required: false,
    description:
      "Why, for the audit log: at most 500 characters, ASCII or UTF-8''… percent-encoded (RFC 8187)",
    schema: { type: 'string' as const },
  };
  document.components = { ...document.components, parameters: { AuditReason: parameter } };
  for (const [path, { put, post, delete: remove, patch }] of Object.entries(document.paths)) {
    for (const operation of path.startsWith('/api/v1/') ? [put, post, remove, patch] : []) {
      if (operation)
        operation.parameters = [
          ...(operation.parameters ?? []),
          { $ref: '#/components/parameters/AuditReason' },
        ];
    }
  }
  return document;
}

/** Every operation may answer with a problem; said once here instead of on every route. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const problem = {
    description: 'A problem (RFC 9457): what is wrong, and where',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const [address, path] of Object.entries(document.paths)) {
    for (const operation of [path.get, path.put, path.post, path.delete, path.patch]) {
      if (!operation) continue;
      operation.responses['default'] ??= problem;
      // What a route says of its own refusals lacks only their media type.
      if (!address.startsWith('/v2/')) refuseWithProblems(operation.responses);
    }
  }
  return document;
}

function refuseWithProblems(responses: ResponsesObject): void {
  for (const [status, response] of Object.entries(responses)) {
    if (!/^[45]/.test(status) || response === undefined || '$ref' in response) continue;
    const told = response.content?.['application/json'];
    if (told !== undefined) response.content = { 'application/problem+json': told };
  }
}

/** Serves the description at `/api/openapi.json` and a page to try it at `/api/docs`. Made when first asked for. */
export function serveApiDescription(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Rouse API',
  });
}
