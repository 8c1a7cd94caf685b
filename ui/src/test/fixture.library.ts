// A made-up library for tests and for looking at screens. No value here is real.

import type {
  ErrorListView,
  ErrorView,
  GatewayLine,
  GatewayPage,
  ItemView,
  LibraryView,
  ModuleLine,
  ModulePage,
  OnlyView,
  PartView,
  StatementView,
  SubjectBody,
  SubjectPage,
  SubjectView,
} from "../lib/host";
import { bi, field, source, terms } from "./fixture";

export const gatewayLine = (over: Partial<GatewayLine> & Pick<GatewayLine, "id">): GatewayLine => ({
  name: bi("가나페이", "GanaPay"),
  aka: ["가나", "GANA"],
  standing: "open",
  portone: ["v1", "v2"],
  purposes: ["one_time", "recurring"],
  ...over,
});

const lines = [
  gatewayLine({ id: "kcp", name: bi("NHN KCP", "NHN KCP"), aka: ["KCP", "한국사이버결제"] }),
  gatewayLine({ id: "gana" }),
  gatewayLine({ id: "gone", name: bi("지난페이", "GonePay"), aka: [], standing: "discontinued" }),
];

export const titles: Record<SubjectView, string> = {
  papers: "계약 서류",
  site: "사이트에 있어야 하는 것",
  trades: "받기 어려운 업종",
  insurance: "보증보험",
  roles: "콘솔 계정의 역할",
  identifiers: "포트원이 주는 값",
  webhook: "결제 알림(웹훅)",
  test_mode: "테스트 결제의 규칙",
  go_live: "오픈 전에 볼 것",
  further_mid: "상점아이디가 더 필요할 때",
  terms: "낱말 풀이",
  holidays: "공휴일",
};

export const library: LibraryView = {
  gateways: lines,
  subjects: (Object.keys(titles) as SubjectView[]).map((id) => ({
    id,
    title: bi(titles[id], id),
    lead: bi("한 줄로 말하면 이래요.", "In a line."),
  })),
  errors: 803,
};

const only = (over: Partial<OnlyView> = {}): OnlyView => ({
  portone: null,
  mode: null,
  purposes: [],
  modules: [],
  ...over,
});

export const statement = (ko: string, over: Partial<StatementView> = {}): StatementView => ({
  only: only(),
  text: bi(ko, `English: ${ko.length}`),
  values: [],
  note: null,
  disagreements: [],
  sources: [source],
  ...over,
});

const parts: Record<PartView, string> = {
  abilities: "할 수 있는 결제와 채널 칸",
  contract: "계약 순서",
  entry: "들어가는 조건",
  papers: "더 내는 서류",
  application: "신청서에 더 쓰는 칸",
  again: "결제대행사에서 한 번 더 할 일",
  card_review: "카드사 심사",
  direct_open: "바로오픈",
  fees: "수수료",
  trades: "업종별 답",
  requests: "결제를 요청할 때 지킬 것",
  extra_mid: "상점아이디를 더 받는 길",
  contacts: "물어볼 곳",
  errors: "오류 코드",
  disagreements: "문서끼리 다른 점",
  sources: "읽은 문서",
};

export const moduleLine = (over: Partial<ModuleLine> & Pick<ModuleLine, "id">): ModuleLine => ({
  gateway: "kcp",
  name: bi("NHN KCP V2", "NHN KCP V2"),
  portone: "v2",
  open_to_new: true,
  closed_since: null,
  purposes: [{ purpose: "one_time", methods: ["card", "transfer"] }],
  ways: ["window"],
  console_gateway: "NHN KCP",
  console_module: null,
  fields: 2,
  ...over,
});

const disagreement = {
  about: bi("심사 때 채널 모드", "The channel's mode during the review"),
  readings: [
    { text: bi("실연동이라고 해요.", "It says live."), sources: [source] },
    { text: bi("테스트라고 해요.", "It says test."), sources: [source] },
  ],
  advice: bi("먼저 물어보세요.", "Ask first."),
};

export const gatewayPage = (id: string): GatewayPage => ({
  line: lines.find((it) => it.id === id) ?? gatewayLine({ id }),
  parts: (Object.keys(parts) as PartView[]).map((part) => ({ id: part, title: bi(parts[part], part) })),
  modules: [
    moduleLine({ id: "kcp_v2" }),
    moduleLine({
      id: "kcp",
      portone: "v1",
      name: bi("NHN KCP V1", "NHN KCP V1"),
      open_to_new: false,
      closed_since: "2025-01-02",
      ways: [],
    }),
  ],
  contract: [
    {
      title: bi("전자결제 신청하기", "Apply"),
      who: "merchant",
      days: { min: 2, max: 3, note: null, sources: [] },
      note: bi("왼쪽 위에서 해요.", "At the top left."),
      sources: [source],
    },
  ],
  entry: [statement("상품이 3개 이상 있어야 해요.", { only: only({ portone: "v2" }) })],
  papers: [],
  application: [field({ id: "shop_name", label: "홈페이지명" })],
  again: [statement("관리자 화면에서 한 번 더 신청해요.", { values: [{ label: bi("주소", "Address"), value: "https://x.example/notice" }] })],
  card_review: {
    who: "merchant",
    mode: null,
    place: null,
    text: bi("직접 요청해요.", "Ask yourself."),
    disagreements: [disagreement],
    sources: [source],
  },
  review_page: { name: "심사 현황", url: "https://review.example/", sources: [source] },
  direct_open: [],
  fees: [
    { what: bi("신용카드", "Cards"), tier: bi("일반", "Standard"), value: bi("3.20%", "3.20%"), dated: "2026-04-27", sources: [source] },
    { what: bi("신용카드", "Cards"), tier: bi("영세", "Very small"), value: bi("1.70%", "1.70%"), dated: "2026-04-27", sources: [source] },
    { what: bi("가입비", "Joining"), tier: null, value: bi("무료", "Free"), dated: "2026-04-27", sources: [source] },
  ],
  trades: [
    { id: "offering", name: bi("헌금", "Offerings"), answer: "conditional", text: bi("카드만 돼요.", "Cards only."), sources: [source] },
    { id: "loans", name: bi("대출", "Loans"), answer: "refused_everywhere", text: null, sources: [source] },
    { id: "art", name: bi("미술품", "Art"), answer: "undocumented", text: null, sources: [source] },
  ],
  requests: [],
  extra_mid: { route: "reapply", text: bi("다시 신청해요.", "Apply again."), disagreements: [], sources: [source] },
  contacts: [{ what: bi("계약", "Contract"), phone: "1544-0000", mail: "pg@x.example", url: "https://x.example/" }],
  errors: 2,
  disagreements: [disagreement],
  sources: [source],
});

export const modulePage = (id: string): ModulePage => ({
  line: moduleLine({ id }),
  gateway: bi("NHN KCP", "NHN KCP"),
  screen: {
    portal: "포트원 관리자콘솔",
    url: "https://admin.portone.io",
    menu: ["결제 연동", "연동 관리", "채널 관리"],
    note: null,
    sources: [source],
  },
  fields: [
    field({ id: "mode", label: "연동 모드", gloss: "Mode", requirement: { kind: "decided", value: "테스트 / 실연동" } }),
    field({
      id: "site_code",
      label: "MID(사이트코드)",
      gloss: "Site code",
      aka: ["사이트코드"],
      length: { min: null, max: 5, bytes: false, live_only: true },
      place: { portal: "KCP 파트너", url: null, menu: ["기술지원", "결제모듈"], note: null, sources: [source] },
    }),
    field({
      id: "key",
      label: "사이트키",
      secret: true,
      requirement: { kind: "conditional", text: bi("실연동일 때만 넣어요.", "Live only."), applies: null, else_blank: true },
    }),
    field({ id: "old", label: "옛 칸", requirement: { kind: "blank", text: bi("비워 두라고 해요.", "Leave it.") } }),
  ],
  test_mids: [{ mid: "T0000", field: "site_code", purposes: ["one_time"], fits: false, note: null, sources: [source] }],
  no_test_mid: null,
  post_setup: [],
  test_caveats: [{ text: bi("진짜 돈이 나갔다가 돌아와요.", "Money moves and returns."), sources: [source] }],
  live_caveats: [],
  disagreements: [],
  note: null,
  sources: [source],
});

const item = (ko: string, over: Partial<ItemView> = {}): ItemView => ({
  task: null,
  portone: null,
  text: bi(ko, "English"),
  steps: [],
  gotchas: [],
  values: [],
  advice: false,
  note: null,
  disagreements: [],
  sources: [source],
  ...over,
});

function body(id: SubjectView): SubjectBody {
  switch (id) {
    case "terms":
      return { kind: "terms", terms };
    case "roles":
      return {
        kind: "roles",
        roles: [
          {
            id: "owner",
            name: "Owner",
            text: bi("처음 가입한 계정이에요.", "The first account."),
            made_by: null,
            count: null,
            may: [bi("모든 기능을 써요.", "Everything.")],
            may_not: [],
            disagreements: [],
            sources: [source],
          },
        ],
      };
    case "identifiers":
      return {
        kind: "identifiers",
        identifiers: [
          {
            id: "store_id",
            portone: ["v2"],
            field: field({ id: "store_id", label: "상점 아이디" }),
            issued_by: null,
            used_for: bi("결제창을 부를 때 써요.", "For the window."),
            disagreements: [],
            sources: [source],
          },
        ],
      };
    case "trades":
      return {
        kind: "trades",
        trades: [
          {
            id: "offering",
            number: 2,
            name: bi("헌금", "Offerings"),
            refused_everywhere: false,
            why: bi("등록이 안 돼요.", "Not registered."),
            answers: [
              { answer: "conditional", text: bi("카드만 돼요.", "Cards only."), gateways: [{ id: "kcp", name: bi("NHN KCP", "NHN KCP") }] },
            ],
            papers: [],
            note: null,
            disagreements: [],
            sources: [source],
          },
          {
            id: "loans",
            number: 44,
            name: bi("대출", "Loans"),
            refused_everywhere: true,
            why: null,
            answers: [],
            papers: [],
            note: null,
            disagreements: [],
            sources: [source],
          },
        ],
      };
    case "holidays":
      return {
        kind: "holidays",
        known_until: "2027-12-31",
        days: [
          { on: "2026-10-09", name: "한글날" },
          { on: "2026-12-25", name: "기독탄신일" },
        ],
        sources: [source],
      };
    case "papers":
      return {
        kind: "papers",
        sole: [item("사업자등록증 사본")],
        corporation: [item("법인인감증명서")],
        trades: [{ id: "donation", name: bi("기부금", "Donations"), papers: [bi("지정 증빙", "Proof")], sources: [source] }],
      };
    default:
      return {
        kind: "items",
        items: [
          item("사이트 아래쪽 정보 확인하기", { task: "site-footer", steps: [bi("상호를 적어요.", "Your name.")] }),
          item("V1만 이래요.", { portone: "v1" }),
          item("V2만 이래요.", { portone: "v2", values: [{ label: null, value: "2024-04-25" }] }),
        ],
      };
  }
}

export const subjectPage = (id: SubjectView): SubjectPage => ({
  line: library.subjects.find((it) => it.id === id) ?? { id, title: bi(titles[id], id), lead: null },
  body: body(id),
});

export const errorList = (over: Partial<ErrorListView> = {}): ErrorListView => ({
  gateway: { id: "kcp", name: bi("NHN KCP", "NHN KCP") },
  how: bi("표에서 일부만 골랐어요.", "Some codes of the list."),
  known: 226,
  documented: 1671,
  lists: [{ ...source, path: "support/error_code_doc/nhnkcp-code.xlsx" }],
  url: "https://developers.portone.io/opi/ko/support/code-info/pg-3",
  sources: [source],
  ...over,
});

export const errorView = (over: Partial<ErrorView> = {}): ErrorView => ({
  code: "CC67",
  message: "사업자번호 오류",
  methods: ["card"],
  cause: bi("카드사 심사가 아직이에요.", "The card review is not done."),
  who: "card_company",
  next: bi("심사 결과를 기다리세요.", "Wait for the review."),
  sources: [source],
  ...over,
});
