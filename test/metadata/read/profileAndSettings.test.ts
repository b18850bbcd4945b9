import { expect } from 'chai';
import {
  profileFacts,
  realTimeEventFacts,
  securitySettingsFacts,
} from '../../../src/metadata/read/profileAndSettings.js';
import { file } from '../support/samples.js';

describe('facts around an app', () => {
  it('reads the login IP ranges of a profile, those without an end or a start included', () => {
    const range = (inside: string): string => `<loginIpRanges>${inside}</loginIpRanges>`;
    const text = file(
      'Profile',
      '<custom>true</custom>' +
        range(
          '<description>office</description><endAddress>10.0.0.9</endAddress><startAddress>10.0.0.1</startAddress>',
        ) +
        range('<startAddress> 2001:db8:: </startAddress>') +
        range('<endAddress>10.0.0.9</endAddress>'),
    );
    expect(profileFacts(text)).to.deep.equal({
      kind: 'Profile',
      custom: true,
      loginIpRanges: [
        { start: '10.0.0.1', end: '10.0.0.9' },
        { start: '2001:db8::', end: '' },
        { start: '', end: '10.0.0.9' },
      ],
    });
    expect(profileFacts('<Profile/>')).to.deep.equal({ kind: 'Profile', loginIpRanges: [] });
  });

  it('does not choose between two ends of a login IP range', () => {
    const ends = ['10.0.0.9', '10.255.255.255'].map((end) => `<endAddress>${end}</endAddress>`).join('');
    const range = `<loginIpRanges>${ends}<startAddress>10.0.0.1</startAddress></loginIpRanges>`;
    expect(profileFacts(file('Profile', range))).to.deep.include({ loginIpRanges: [{ start: '10.0.0.1', end: '' }] });
  });

  it('keeps a login IP range in another case or place as one that cannot be read', () => {
    const range =
      '<loginIpRanges><endAddress>10.0.0.9</endAddress><startAddress>10.0.0.1</startAddress></loginIpRanges>';
    for (const stray of [range.replaceAll('login', 'Login'), `<more>${range}</more>`]) {
      const facts = profileFacts(file('Profile', range + stray));
      expect(facts).to.deep.include({
        loginIpRanges: [
          { start: '10.0.0.1', end: '10.0.0.9' },
          { start: '', end: '' },
        ],
      });
    }
  });

  it('names no real-time event that has two names', () => {
    const names = '<entityName>ApiEvent</entityName><entityName>LoginEvent</entityName>';
    const text = `<realTimeEvents>${names}<isEnabled>true</isEnabled></realTimeEvents>`;
    expect(realTimeEventFacts(file('RealTimeEventSettings', text))).to.deep.include({ enabledEvents: [] });
  });

  const doubtful: Array<[name: string, entries: string]> = [
    ['once on and once off', '<isEnabled>true</isEnabled>|<isEnabled>false</isEnabled>'],
    ['on, and off in another case', '<isEnabled>true</isEnabled><IsEnabled>false</IsEnabled>'],
    ['nil and on', '<isEnabled xsi:nil="true">true</isEnabled>'],
  ];
  for (const [name, entries] of doubtful) {
    it(`does not call a real-time event on that is ${name}`, () => {
      const text = entries
        .split('|')
        .map((flags) => `<realTimeEvents><entityName>ApiEvent</entityName>${flags}</realTimeEvents>`)
        .join('');
      expect(realTimeEventFacts(file('RealTimeEventSettings', text))).to.deep.include({ enabledEvents: [] });
    });
  }

  it('reads whether IP ranges are enforced on every request', () => {
    const inside = '<enforceIpRangesEveryRequest>true</enforceIpRangesEveryRequest>';
    const settings = (text: string): string => file('SecuritySettings', text);
    expect(securitySettingsFacts(settings(`<sessionSettings>${inside}</sessionSettings>`))).to.have.nested.property(
      'enforceIpRangesEveryRequest.state',
      'on',
    );
    expect(securitySettingsFacts(settings(inside))).to.have.nested.property(
      'enforceIpRangesEveryRequest.state',
      'absent',
    );
  });

  it('names the real-time events that are on beyond doubt', () => {
    const event = (name: string, ...flags: string[]): string =>
      `<realTimeEvents><entityName>${name}</entityName>${flags.map((flag) => `<isEnabled>${flag}</isEnabled>`).join('')}</realTimeEvents>`;
    const text = file(
      'RealTimeEventSettings',
      event('ApiEvent', 'true') +
        event('LoginEvent', 'false') +
        event('ApiEventStream', 'true', 'false') +
        event('ReportEvent') +
        event('UriEvent', '1'),
    );
    expect(realTimeEventFacts(text)).to.deep.equal({
      kind: 'RealTimeEventSettings',
      enabledEvents: ['ApiEvent', 'UriEvent'],
    });
  });

  it('tells of a file that cannot be read', () => {
    for (const read of [profileFacts, securitySettingsFacts, realTimeEventFacts]) {
      expect(read('<html>')).to.include({ kind: 'unparsable', problem: 'not-well-formed', line: 1 });
    }
  });
});
