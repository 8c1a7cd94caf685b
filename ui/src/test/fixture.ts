// Made-up data for tests and for looking at screens. No value here is real.

import type { AppView, Bi, FieldView, JourneyView, PracticeView, QuestionView, SourceView, StageView, TaskLine, TermView } from "../lib/host";

export const TODAY = "2026-11-22";

export const bi = (ko: string, en: string): Bi => ({ ko, en });

export const source: SourceView = {
  doc: "help",
  path: "channel-setting/kcp-v2.md",
  date: "2026-08-19",
  verified_on: "2026-11-20",
};

export const terms: TermView[] = [
  {
    id: "mid",
    word: bi("상점 번호(MID)", "merchant ID (MID)"),
    aka: ["MID", "사이트코드"],
    meaning: bi("PG사가 우리 가게에 붙인 번호예요.", "The number that a gateway gives to our store."),
    example: bi("kcptest01", "kcptest01"),
    place: bi("PG사가 보낸 계약 완료 메일", "The gateway's mail after the contract"),
  },
  {
    id: "channel",
    word: bi("채널", "channel"),
    aka: [],
    meaning: bi(
      "포트원에서 PG사 하나와 잇는 길이에요. 테스트와 실연동이 따로예요.",
      "The line from PortOne to one gateway. Test and live are apart.",
    ),
    example: null,
    place: bi("콘솔의 채널 관리", "Channel page of the console"),
  },
];

export const field = (over: Partial<FieldView> & Pick<FieldView, "id" | "label">): FieldView => ({
  gloss: null,
  requirement: { kind: "required" },
  secret: false,
  file: false,
  input: "text",
  length: null,
  live_prefix: [],
  aka: [],
  place: null,
  sender: null,
  hint: null,
  gotchas: [],
  disagreements: [],
  note: null,
  sources: [source],
  value: null,
  draft: null,
  noted: [],
  lints: [],
  stored: null,
  ...over,
});

export const line = (over: Partial<TaskLine> & Pick<TaskLine, "key" | "title">): TaskLine => ({
  track: null,
  why: bi("이걸 해야 다음으로 갈 수 있어요.", "This opens what comes next."),
  status: { kind: "ready" },
  actor: "merchant",
  wait: false,
  minutes: 5,
  must: true,
  proof: { kind: "person" },
  put_off: false,
  ...over,
});

const done = (on: string, evidence: "machine" | "person" = "person"): TaskLine["status"] => ({
  kind: "done",
  evidence,
  on,
  by: "민지",
});

export const tasks: TaskLine[] = [
  line({
    key: "portone-account",
    title: bi("포트원에 가입하기", "Sign up with PortOne"),
    status: done("2026-11-18"),
  }),
  line({
    key: "site-footer",
    title: bi("사이트 아래쪽 정보 확인하기", "Check the site's footer"),
    why: bi(
      "휴대폰 번호로는 심사를 통과하지 못해요. 대표번호가 필요해요.",
      "A mobile number does not pass the review. A main line is needed.",
    ),
    status: { kind: "needs_check", why: { label: "전화번호", on: "2026-11-21" } },
    minutes: 10,
  }),
  line({
    key: "portone-keys",
    title: bi("V2 API Secret 넣고 확인하기", "Enter and check the V2 API Secret"),
    why: bi("발급 화면에서만 한 번 보여요.", "It is shown only once, when it is issued."),
    proof: { kind: "portone_keys" },
  }),
  line({
    key: "test-channel@1",
    track: 1,
    title: bi("테스트 채널 추가하기", "Add the test channel"),
    why: bi(
      "채널 하나에 상점 번호(MID) 하나를 넣어요. 개발자가 바로 시작할 수 있어요.",
      "One channel holds one merchant ID (MID). The developer can start at once.",
    ),
    status: { kind: "typing" },
    proof: { kind: "channel", mode: "test", machine: false },
    minutes: 10,
  }),
  line({
    key: "test-payment@1",
    track: 1,
    title: bi("테스트 결제 한 건 해 보기", "Make one test payment"),
    proof: { kind: "payment", mode: "test" },
    status: {
      kind: "blocked",
      by: [{ key: "test-channel@1", title: bi("테스트 채널 추가하기", "Add the test channel") }],
    },
    actor: "developer",
  }),
  line({
    key: "pg-mail@1",
    track: 1,
    title: bi("PG사의 계약 안내 메일 받기", "Receive the gateway's contract mail"),
    status: {
      kind: "waiting",
      since: "2026-11-20",
      days: [2, 3],
      until: "2026-11-25",
      late: false,
    },
    wait: true,
    actor: "gateway",
    minutes: null,
  }),
  line({
    key: "review@2",
    track: 2,
    title: bi("카드사 심사 결과 받기", "Receive the card companies' answers"),
    status: { kind: "waiting", since: "2026-11-02", days: [10, 10], until: "2026-11-16", late: true },
    wait: true,
    actor: "card_company",
    minutes: null,
  }),
  line({
    key: "live-channel@1",
    track: 1,
    title: bi("실연동 채널에 값 넣기", "Fill in the live channel"),
    proof: { kind: "channel", mode: "live", machine: false },
    status: { kind: "not_yet" },
    minutes: 30,
  }),
  line({
    key: "live-payment@1",
    track: 1,
    title: bi("실제로 1,000원 결제해 보기", "Pay 1,000 won for real"),
    proof: { kind: "payment", mode: "live" },
    status: { kind: "not_yet" },
  }),
  line({
    key: "refund-owner",
    title: bi("환불을 누가 처리할지 정하기", "Decide who handles refunds"),
    put_off: true,
    must: false,
  }),
];

const stage = (
  id: string,
  code: string,
  title: Bi,
  state: StageView["state"],
  keys: string[],
): StageView => {
  const own = tasks.filter((t) => keys.includes(t.key));
  return {
    id,
    code,
    title,
    reached: bi("다음 구간이 열려요", "the next stretch opens"),
    state,
    done: own.filter((t) => t.status.kind === "done").length,
    total: own.length,
    tasks: own,
  };
};

export const questions: QuestionView[] = [
  {
    id: "where",
    title: bi("어디에 결제를 붙이나요?", "Where do payments go?"),
    help: bi("심사에서 보는 것이 서로 달라요.", "The reviews look at different things."),
    kind: "one",
    many: false,
    search: false,
    unit: null,
    unknown: bi("모두 살펴봐요.", "We look at all of it."),
    choices: [
      {
        value: "site",
        label: bi("웹사이트", "A website"),
        help: bi("컴퓨터와 휴대폰 브라우저에서 여는 사이트", "Opened in a browser"),
        alone: false,
      },
      { value: "app", label: bi("앱", "An app"), help: null, alone: false },
    ],
    value: ["site"],
  },
  {
    id: "methods",
    title: bi("어떤 방식으로 받고 싶나요?", "How should people pay?"),
    help: null,
    kind: "many",
    many: true,
    search: false,
    unit: null,
    unknown: bi("모두 살펴봐요.", "We look at all of it."),
    choices: [
      {
        value: "one_time",
        label: bi("한 번씩 결제해요", "One payment at a time"),
        help: null,
        alone: false,
      },
      {
        value: "recurring",
        label: bi("정기로 결제해요", "Recurring"),
        help: bi("따로 계약하고 심사를 받아요.", "It needs its own contract and review."),
        alone: false,
      },
      { value: "unsure", label: bi("아직 몰라요", "Not sure yet"), help: null, alone: true },
    ],
    value: ["one_time"],
  },
  {
    id: "overseas",
    title: bi("해외 카드도 받나요?", "Do you take foreign cards?"),
    help: null,
    kind: "one",
    many: false,
    search: false,
    unit: null,
    unknown: bi("모두 살펴봐요.", "We look at all of it."),
    choices: [
      { value: "no", label: bi("아니요", "No"), help: null, alone: false },
      { value: "yes", label: bi("네", "Yes"), help: null, alone: false },
    ],
    value: [],
  },
];

export const journey = (over: Partial<JourneyView> = {}): JourneyView => ({
  id: "j1",
  name: "모퉁이 과일가게",
  rev: 12,
  undo: "value_set",
  redo: null,
  done: 1,
  total: 10,
  mine: 3,
  waiting: 2,
  questions,
  planned: true,
  tracks: [
    {
      id: 1,
      spec: { gateway: "kcp", module: "kcp_v2", purpose: "one_time" },
      gateway: bi("NHN KCP", "NHN KCP"),
      module: bi("표준결제", "Standard"),
      portone: "v2",
      state: { kind: "active" },
      stage: "test",
      missing: ["test-payment@1", "live-channel@1", "live-payment@1"],
    },
    {
      id: 2,
      spec: { gateway: "kakaopay", module: "kakaopay", purpose: "recurring" },
      gateway: bi("카카오페이", "KakaoPay"),
      module: bi("정기결제", "Recurring"),
      portone: "v2",
      state: { kind: "held", reason: "사업자 변경을 먼저 해요", on: "2026-11-15" },
      stage: "review",
      missing: ["review@2"],
    },
  ],
  stages: [
    stage("plan", "S0", bi("계획", "Plan"), "done", []),
    stage("join", "S2", bi("포트원 가입", "Sign up"), "done", ["portone-account"]),
    stage("site", "S1", bi("사이트 준비", "Get the site ready"), "now", ["site-footer", "refund-owner"]),
    stage("test", "S6", bi("테스트 연동", "Test integration"), "now", [
      "portone-keys",
      "test-channel@1",
      "test-payment@1",
    ]),
    stage("contract", "S5", bi("계약", "Contract"), "waiting", ["pg-mail@1"]),
    stage("review", "S8", bi("카드사 심사", "Card review"), "waiting", ["review@2"]),
    stage("live", "S9", bi("실연동 채널", "Live channel"), "ahead", ["live-channel@1"]),
    stage("open", "S11", bi("전환 점검과 오픈", "Final checks and opening"), "ahead", [
      "live-payment@1",
    ]),
  ],
  next: "site-footer",
  open: false,
  place: null,
  dates: [
    {
      kind: "chase",
      on: "2026-11-20",
      due: true,
      task: "pg-mail@1",
      label: bi("계약 안내 메일 기다리기", "Wait for the contract mail"),
      letter: bi("안녕하세요. 지금 어느 단계인지 알려 주세요.", "Hello. How far is it?"),
    },
    {
      kind: "certificate_expiry",
      on: "2027-05-10",
      due: false,
      task: "live-channel@1",
      label: bi("KCP 인증서", "KCP 인증서"),
      letter: null,
    },
  ],
  ...over,
});

export const app = (over: Partial<AppView> = {}): AppView => ({
  place: "real",
  who: "민지",
  prefs: { language: null, theme: "light", text_size: 16, reminders: null },
  os_language: "ko",
  vault: { state: "open", stored: 1, passphrase: false },
  data: { folder: "/home/minji/.local/share/kr.giljabi.app/real", state: { kind: "ok" } },
  journeys: [
    {
      id: "j1",
      name: "모퉁이 과일가게",
      next: bi("사이트 아래쪽 정보 확인하기", "Check the site's footer"),
      done: 3,
      total: 12,
      mine: 3,
      waiting: 2,
      open: false,
      binned_on: null,
    },
    {
      id: "j2",
      name: "동네 책방",
      next: null,
      done: 12,
      total: 12,
      mine: 0,
      waiting: 0,
      open: true,
      binned_on: null,
    },
  ],
  bin: [
    {
      id: "j3",
      name: "예전 가게",
      next: null,
      done: 0,
      total: 9,
      mine: 1,
      waiting: 0,
      open: false,
      binned_on: "2026-11-12",
    },
  ],
  resume: null,
  low_space: false,
  today: TODAY,
  terms,
  practice: [],
  version: "0.1.0",
  ...over,
});

export const practising = (over: Partial<PracticeView> = {}): PracticeView => ({
  today: TODAY,
  ahead: 0,
  next: null,
  news: [],
  trouble: null,
  troubles: ["wrong_key", "slow", "server_error"],
  ...over,
});

export const practiceValues: AppView["practice"] = [
  { kind: "store_id", gateway: null, module: null, value: "store-practice-0000" },
  { kind: "v2_secret", gateway: null, module: null, value: "practice-secret-for-looking-around" },
  { kind: "payment_test", gateway: "kcp", module: "kcp_v2", value: "practicepayment001" },
];
