import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { Answer } from '../support/rouse-client.js';

export type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type PathItem = OpenAPIObject['paths'][string];
type Described = NonNullable<PathItem['get']>;

interface Parameter {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** One operation of the description, as far as it says what to send. */
export interface Operation {
  /** `POST /api/v1/users/{id}/tokens`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly Parameter[];
  readonly body: { readonly mediaType: string; readonly schema: Schema } | null;
  readonly described: Described;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Everything that the API says it can be asked, and whether an answer is one of those that it says it gives. */
export class DescribedApi {
  readonly operations: readonly Operation[];
  private readonly ajv: Ajv;
  private readonly checks = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenAPIObject) {
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const described = item[method];
        return described === undefined ? [] : [this.operation(method.toUpperCase(), path, described)];
      }),
    );
    this.ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
    formats.default(this.ajv);
    this.ajv.addFormat('e164', /^\+[1-9]\d{6,14}$/);
    this.ajv.addSchema({ $id: 'api', components: inJsonSchema(document.components) });
  }

  /** What a reference leads to. */
  resolve(schema: Schema): Exclude<Schema, { $ref: string }> {
    if (!('$ref' in schema)) return schema;
    const found = this.document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    if (found === undefined) throw new Error(`${schema.$ref} leads nowhere`);
    return this.resolve(found);
  }

  /** Why this is no answer that the operation is described to give; null where it is one. */
  faultOf({ name, described }: Operation, { status, headers, body }: Answer): string | null {
    const response =
      described.responses[String(status)] ?? (status >= 400 ? described.responses['default'] : undefined);
    if (response === undefined || '$ref' in response) return `status ${String(status)} is not described`;
    const mediaType = (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
    if (status >= 500 && !(String(status) in described.responses)) return `status ${String(status)}`;
    const content = response.content;
    if (content === undefined) return status === 204 && body !== '' ? 'a body with 204' : null;
    const media = content[mediaType];
    if (media === undefined) return `${mediaType} with ${String(status)} is not described`;
    if (!mediaType.endsWith('json') || media.schema === undefined) return null;
    const check = this.check(`${name} ${String(status)} ${mediaType}`, media.schema);
    return check(body) ? null : `body with ${String(status)}: ${this.ajv.errorsText(check.errors)}`;
  }

  private check(key: string, schema: Schema): ValidateFunction {
    const made = this.checks.get(key) ?? this.ajv.compile(Object(inJsonSchema(schema)));
    this.checks.set(key, made);
    return made;
  }

  private operation(method: string, path: string, described: Described): Operation {
    const query = (described.parameters ?? []).flatMap((parameter) =>
      '$ref' in parameter || parameter.in !== 'query' || parameter.schema === undefined
        ? []
        : [{ name: parameter.name, schema: parameter.schema, required: parameter.required ?? false }],
    );
    const content =
      described.requestBody && !('$ref' in described.requestBody) ? described.requestBody.content : {};
    const [body] = Object.entries(content).flatMap(([mediaType, { schema }]) =>
      schema === undefined ? [] : [{ mediaType, schema }],
    );
    return { name: `${method} ${path}`, method, path, query, body: body ?? null, described };
  }
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own, and refers into its own document. */
function inJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, $ref, ...rest }: Record<string, unknown> = { ...value };
  const members = Object.fromEntries(
    Object.entries(rest).map(([name, inner]) => [name, inJsonSchema(inner)]),
  );
  const schema = typeof $ref === 'string' ? { $ref: `api${$ref}` } : members;
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}
