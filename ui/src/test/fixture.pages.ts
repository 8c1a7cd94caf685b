// Made-up task pages, plan and history. No value here is real.

import type { FieldView, HistoryLine, PlanView, TaskPage } from "../lib/host";
import { bi, field, journey, line, source, tasks } from "./fixture";

export const history: HistoryLine[] = [
  {
    seq: 5,
    at: "2026-11-22T10:12:00+09:00",
    by: "민지",
    kind: "value_set",
    task: { key: "test-channel@1", title: bi("테스트 채널 추가하기", "Add the test channel") },
    about: bi("사이트코드", "사이트코드"),
    value: bi("T0000", "T0000"),
    evidence: null,
    on: null,
    undone: false,
  },
  {
    seq: 4,
    at: "2026-11-22T09:58:00+09:00",
    by: "민지",
    kind: "secret_saved",
    task: { key: "portone-keys", title: bi("V2 API Secret 넣고 확인하기", "Enter the V2 API Secret") },
    about: bi("V2 API Secret", "V2 API Secret"),
    value: null,
    evidence: null,
    on: null,
    undone: false,
  },
  {
    seq: 3,
    at: "2026-11-21T16:40:00+09:00",
    by: "민지",
    kind: "marked",
    task: { key: "site-footer", title: bi("사이트 아래쪽 정보 확인하기", "Check the site's footer") },
    about: null,
    value: null,
    evidence: "person",
    on: "2026-11-19",
    undone: true,
  },
  {
    seq: 2,
    at: "2026-11-18T11:02:00+09:00",
    by: "민지",
    kind: "marked",
    task: { key: "portone-account", title: bi("포트원에 가입하기", "Sign up with PortOne") },
    about: null,
    value: null,
    evidence: "person",
    on: "2026-11-18",
    undone: false,
  },
];

export const page = (key: string, over: Partial<TaskPage> = {}): TaskPage => {
  const own = tasks.find((t) => t.key === key) ?? line({ key, title: bi("할 일", "Task") });
  const at = journey().stages.find((s) => s.tasks.some((t) => t.key === key));
  return {
    line: own,
    stage: at?.id ?? "site",
    steps: [],
    screen: null,
    fields: [],
    form: { kind: "own" },
    gotchas: [],
    caveats: [],
    disagreements: [],
    note: "",
    days: null,
    meanwhile: [],
    chase: null,
    terms: ["mid", "channel"],
    sources: [source],
    advice: false,
    contacts: [],
    history: history.filter((h) => h.task?.key === key),
    check: null,
    test_mids: [],
    no_test_mid: null,
    webhook_probe: false,
    ...over,
  };
};

const consoleScreen = {
  portal: "포트원 콘솔",
  url: "https://admin.portone.io",
  menu: ["결제 연동", "연동 관리", "채널 관리"],
  note: null,
  sources: [source],
};

const decided = (id: string, label: string, gloss: string, value: string | null) =>
  field({ id, label, gloss, requirement: { kind: "decided", value } });

export const channelFields: FieldView[] = [
  decided("mode", "연동 모드", "Mode", "테스트"),
  decided("gateway", "결제대행사", "Gateway", "NHN KCP (테스트)"),
  decided("module", "결제 모듈", "Module", null),
  field({
    id: "channel_name",
    label: "채널 이름",
    gloss: "Channel name",
    hint: bi("우리만 보는 이름이에요.", "Only you see this name."),
    value: "과일가게 테스트",
  }),
  field({
    id: "mid",
    label: "사이트코드",
    gloss: "Site code",
    aka: ["상점아이디", "MID"],
    length: { min: null, max: 10, bytes: false, live_only: false },
    sender: bi("계약이 끝나면 KCP가 메일로 보내요.", "KCP mails it after the contract."),
    gotchas: [bi("앞뒤에 빈칸이 섞이기 쉬워요.", "Spaces slip in easily at the ends.")],
  }),
  field({
    id: "site_key",
    label: "사이트키",
    gloss: "Site key",
    secret: true,
    place: { ...consoleScreen, portal: "KCP 파트너관리자", menu: ["기술관리센터", "결제 연동 정보"], url: null },
    hint: bi("이 컴퓨터의 보관함에만 들어가요.", "It goes into this computer's vault only."),
  }),
  field({
    id: "group_id",
    label: "그룹아이디",
    gloss: "Group ID",
    requirement: {
      kind: "conditional",
      text: bi("정기결제를 할 때", "for recurring payments"),
      applies: false,
      else_blank: true,
    },
    disagreements: [
      {
        about: bi("메뉴 이름", "name of the menu"),
        readings: [
          { text: bi("[자동결제] → [그룹관리]", "[자동결제] → [그룹관리]"), sources: [source] },
          { text: bi("[정기자동결제 그룹관리]", "[정기자동결제 그룹관리]"), sources: [source] },
        ],
        advice: bi("둘 중 보이는 메뉴로 들어가면 돼요.", "Take whichever menu you see."),
      },
    ],
  }),
  field({
    id: "tax",
    label: "과세구분",
    gloss: "Tax class",
    requirement: { kind: "blank", text: bi("이 모듈은 비워 둬요.", "This module leaves it empty.") },
  }),
];

export const pages: Record<string, () => TaskPage> = {
  "portone-keys": () =>
    page("portone-keys", {
      steps: [
        bi("콘솔의 연동 정보에서 API Keys를 열어요.", "Open API Keys in the console."),
        bi("V2 API Secret을 새로 발급하고 바로 복사해요.", "Issue a V2 API Secret and copy it at once."),
        bi("여기에 붙여 넣고 포트원에 확인해요.", "Paste it here and ask PortOne."),
      ],
      screen: { ...consoleScreen, menu: ["결제 연동", "연동 정보", "식별코드・API Keys"] },
      fields: [
        field({ id: "store_id", label: "Store ID", gloss: "Store ID", aka: ["상점 아이디"] }),
        field({
          id: "v2_secret",
          label: "V2 API Secret",
          secret: true,
          hint: bi("발급할 때 한 번만 보여요.", "It is shown only once."),
        }),
      ],
    }),
  "test-channel@1": () =>
    page("test-channel@1", {
      steps: [
        bi("콘솔에서 채널 관리를 열고 [채널 추가]를 눌러요.", "Open channel management and press [채널 추가]."),
        bi("아래 값을 순서대로 넣고 저장해요.", "Enter the values below in order and save."),
      ],
      screen: consoleScreen,
      form: {
        kind: "channel",
        mode: "test",
        console_gateway: "NHN KCP",
        console_module: null,
      },
      fields: structuredClone(channelFields),
      caveats: [
        {
          text: bi("테스트 결제는 그날 밤에 자동으로 취소돼요.", "Test payments are cancelled that night."),
          sources: [source],
        },
      ],
      test_mids: [
        { mid: "T0000", field: "mid", purposes: ["one_time"], fits: true, note: null, sources: [source] },
        { mid: "A52Q7", field: "mid", purposes: ["recurring"], fits: false, note: null, sources: [source] },
      ],
    }),
  "test-payment@1": () => page("test-payment@1"),
  "live-payment@1": () =>
    page("live-payment@1", {
      line: line({
        key: "live-payment@1",
        track: 1,
        title: bi("실제로 1,000원 결제해 보기", "Pay 1,000 won for real"),
        proof: { kind: "payment", mode: "live" },
      }),
      fields: [field({ id: "payment_id", label: "결제 번호" })],
      check: {
        at: "2026-11-22T14:02:00+09:00",
        verdict: {
          kind: "payment",
          id: "giljabi20261122a",
          status: "PAID",
          state: "paid",
          pg_code: null,
          paid: true,
          amount: "1,000 KRW",
          mode: "test",
          mid: "T0000",
          provider: "KCP_V2",
          gateway_fits: true,
          mid_fits: true,
          mode_fits: false,
          proves: false,
        },
      },
    }),
  "pg-mail@1": () =>
    page("pg-mail@1", {
      days: { min: 2, max: 3, note: null, sources: [source] },
      meanwhile: [
        bi("테스트 채널을 만들어 두세요.", "Make the test channel."),
        bi("사업자등록증 사본을 준비하세요.", "Get a copy of the business licence ready."),
      ],
      chase: bi("3영업일이 지나면 스팸함을 보고 담당자에게 물어봐요.", "After 3 business days look in spam, then ask."),
      contacts: [{ what: bi("계약 문의", "Contracts"), phone: "1544-0000", mail: null, url: null }],
    }),
};

export const plan: PlanView = {
  offers: [
    {
      track: { gateway: "kcp", module: "kcp_v2", purpose: "one_time" },
      gateway: bi("NHN KCP", "NHN KCP"),
      module: bi("표준결제", "Standard"),
      portone: "v2",
      recommended: true,
      chosen: false,
      reasons: [
        {
          code: "fits",
          text: bi("웹사이트의 일반결제를 V2로 받을 수 있어요.", "It takes one-time payments on a website by V2."),
          sources: [source],
        },
      ],
      conditions: [
        {
          code: "review",
          text: bi("카드사 심사를 직접 신청해야 해요.", "You ask for the card review yourself."),
          sources: [source],
        },
      ],
    },
    {
      track: { gateway: "inicis", module: "inicis_v2", purpose: "one_time" },
      gateway: bi("KG이니시스", "KG Inicis"),
      module: bi("결제창 일반", "Payment window"),
      portone: "v2",
      recommended: false,
      chosen: false,
      reasons: [
        { code: "fits", text: bi("일반결제를 V2로 받을 수 있어요.", "It takes one-time payments by V2."), sources: [source] },
      ],
      conditions: [],
    },
    {
      track: { gateway: "kakaopay", module: "kakaopay", purpose: "recurring" },
      gateway: bi("카카오페이", "KakaoPay"),
      module: bi("정기결제", "Recurring"),
      portone: "v2",
      recommended: false,
      chosen: false,
      reasons: [
        { code: "fits", text: bi("정기결제를 직접 계약으로 받아요.", "Recurring by a direct contract."), sources: [source] },
      ],
      conditions: [],
    },
  ],
  refused: [
    {
      gateway: bi("KPN", "KPN"),
      module: null,
      purpose: "recurring",
      reasons: [
        { code: "card_only", text: bi("정기결제는 카드만 돼요.", "Recurring takes cards only."), sources: [source] },
      ],
    },
  ],
  others: [{ id: "gana", name: bi("가나페이", "GanaPay") }],
  warnings: [
    {
      code: "recurring_review",
      text: bi("정기결제는 심사를 따로 받아요.", "Recurring payments have their own review."),
      sources: [source],
    },
  ],
};
