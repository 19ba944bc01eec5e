import { Anchor, List, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api, apiBase } from '../../api/client';
import { Copyable, Pending } from '../../design/states';
import { texts } from '../../texts/admin';
import classes from './admin.module.css';

const ENVIRONMENT = `OIDC_ISSUER=https://id.example.org/realms/people
OIDC_CLIENT_ID=rouse
OIDC_CLIENT_SECRET=…
OIDC_ROLES=pager-admins=admin,engineers=responder,*=observer
OIDC_LABEL=Company account`;

/** How people sign in here, and how one lets them come by their company account. */
export function SignOnSection() {
  const methods = $api.useQuery('get', '/api/v1/sign-in-methods');
  if (methods.data === undefined) return <Pending query={methods} rows={2} />;
  const { singleSignOn, password } = methods.data;
  const [register, give, tryIt] = texts.ssoSteps;
  return (
    <Stack gap="lg">
      <Paper p="lg">
        <Stack gap="xs">
          <Title order={2} size="h3">
            {singleSignOn === null ? texts.ssoOff : texts.ssoOn(singleSignOn.label)}
          </Title>
          <Text size="sm">
            {singleSignOn === null
              ? texts.ssoOffDetail
              : password
                ? texts.passwordToo
                : texts.passwordAdminsOnly}
          </Text>
        </Stack>
      </Paper>
      <Stack gap="sm" component="section" aria-labelledby="how">
        <Title order={2} size="h3" id="how">
          {texts.ssoHow}
        </Title>
        <List
          type="ordered"
          spacing="md"
          styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}
        >
          <List.Item>
            <Stack gap="xs">
              {register}
              <Copyable text={`${apiBase}/auth/single-sign-on/callback`} label={texts.redirectAddress} />
            </Stack>
          </List.Item>
          <List.Item>
            <Stack gap="xs">
              {give}
              <Copyable text={ENVIRONMENT} label={texts.environment} />
            </Stack>
          </List.Item>
          <List.Item>{tryIt}</List.Item>
        </List>
      </Stack>
      {singleSignOn === null ? null : (
        <Stack gap={4} component="section" aria-labelledby="forget">
          <Title order={2} size="h3" id="forget">
            {texts.ssoForget}
          </Title>
          <Text size="sm">{texts.ssoForgetDetail}</Text>
          <div>
            <Anchor component={Link} to="/people" className={classes.plainLink}>
              {texts.toPeople}
            </Anchor>
          </div>
        </Stack>
      )}
    </Stack>
  );
}
