// Korean for every code of the core.

import { josa } from "es-hangul";
import type { Codes } from "./shape";

/** The word for a code, or the table's `other`. */
export const word = (table: Record<string, string> & { other: string }, key: string): string =>
  table[key] ?? table.other;

const shape = {
  store_id: "상점 아이디",
  channel_key: "채널 키",
  user_code: "고객사 식별코드",
  v1_key: "V1 REST API Key",
  v1_secret: "V1 REST API Secret",
  v2_secret: "V2 API Secret",
  webhook_secret: "웹훅 시크릿",
  mid: "상점 번호(MID)",
  pem_key: "인증서의 개인 키",
  certificate: "인증서",
  key_like: "비밀 키",
  digits: "숫자만",
  alnum: "영문과 숫자만",
  ascii: "영문, 숫자, 기호만",
  url: "https://로 시작하는 주소",
  email: "메일 주소",
  phone: "전화번호",
  business_number: "사업자등록번호 10자리",
  date: "날짜",
  channel_name: "영문, 숫자, 한글 이름",
  other: "다른 모양의 값",
};

const cleaned = {
  spaces: "빈칸",
  hyphens: "하이픈(-)",
  full_width: "전각 글자",
  invisible: "보이지 않는 글자",
  quotes: "따옴표",
  other: "필요 없는 글자",
};

const unreachable: Codes["unreachable"] = {
  dns: "인터넷 연결이 끊긴 것 같아요.",
  connect: "포트원 서버에 연결하지 못했어요.",
  certificate_expired: "보안 인증서의 날짜가 맞지 않아요.",
  certificate_host: "다른 곳의 보안 인증서가 왔어요.",
  certificate_unknown: "회사 보안 프로그램이 사이에 있는 것 같아요.",
  not_secure: "보안 연결이 아닌 답이 왔어요.",
  tls: "보안 연결을 확인할 수 없어요.",
  timeout: "15초 안에 답이 오지 않았어요.",
  proxy: "회사 네트워크의 프록시를 지나지 못했어요.",
  captive: "다른 화면이 답했어요. 와이파이 로그인일 수 있어요.",
};

/** What to do about it. */
const reach: Codes["unreachable"] = {
  dns: "인터넷을 연결한 뒤 다시 확인해 주세요.",
  connect: "인터넷 연결을 보고 다시 확인해 주세요.",
  certificate_expired: "컴퓨터의 날짜와 시각이 맞는지 봐 주세요.",
  certificate_host: "다른 인터넷에 연결해 다시 확인해 주세요.",
  certificate_unknown: "전산 담당자에게 아래 글을 보여 주세요.",
  not_secure: "다른 인터넷에 연결해 다시 확인해 주세요.",
  tls: "다른 인터넷에 연결해 다시 확인해 주세요.",
  timeout: "잠시 뒤에 다시 확인해 주세요.",
  proxy: "전산 담당자에게 아래 글을 보여 주세요.",
  captive: "브라우저에서 로그인한 뒤 다시 확인해 주세요.",
};

export const codesKo: Codes = {
  status: {
    not_yet: "아직 시작 전",
    ready: "지금 할 수 있어요",
    blocked: "먼저 할 일이 있어요",
    typing: "입력 중",
    needs_check: "확인 필요",
    waiting: "기다리는 중",
    done: "완료",
    not_applicable: "해당 없음",
  },
  notApplicable: {
    answers: "답한 내용으로는 필요하지 않아요",
    track_held: "이 길을 잠시 멈췄어요",
    track_given_up: "이 길은 그만하기로 했어요",
  },
  evidence: { machine: "자동 확인", file: "자료 있음", person: "직접 확인", unknown: "모름" },
  evidenceLong: {
    machine: "포트원이 답해서 확인했어요",
    file: "자료를 넣어 뒀어요",
    person: "사람이 보고 표시했어요",
    unknown: "어떻게 확인했는지 몰라요",
  },
  actor: {
    merchant: "우리 가게",
    developer: "개발자",
    portone: "포트원",
    gateway: "결제대행사(PG)",
    card_company: "카드사",
    telco: "통신사",
    government: "관공서",
  },
  purpose: {
    one_time: "일반결제",
    recurring: "정기결제",
    key_in: "수기결제",
    identity: "본인인증",
    easy_pay: "간편결제",
    overseas: "해외결제",
  },
  mode: { test: "테스트", live: "실연동" },
  portone: { v1: "V1", v2: "V2" },
  track: { active: "가는 중", held: "보류", given_up: "포기", open: "오픈" },
  stage: { done: "끝났어요", now: "지금 여기예요", waiting: "기다리는 중이에요", ahead: "나중이에요" },
  theme: { system: "컴퓨터 설정대로", light: "밝게", dark: "어둡게", contrast: "고대비" },
  change: {
    created: "가게를 만들었어요",
    renamed: "이름을 바꿨어요",
    answered: "질문에 답했어요",
    planned: "계획을 골랐어요",
    value_set: "값을 넣었어요",
    secret_saved: "비밀값을 보관함에 넣었어요",
    secret_deleted: "비밀값을 지웠어요",
    secret_copied: "비밀값을 복사했어요",
    secret_shown: "비밀값을 봤어요",
    noted: "메모를 썼어요",
    started: "시작했어요",
    marked: "다 했다고 표시했어요",
    unmarked: "표시를 거뒀어요",
    put_off: "나중으로 미뤘어요",
    taken_up: "다시 하기로 했어요",
    checked: "포트원에 확인했어요",
    track_held: "길을 보류했어요",
    track_given_up: "길을 포기했어요",
    track_resumed: "길을 다시 시작했어요",
    track_opened: "길을 열었어요",
    lint_overridden: "안내와 다른 값으로 계속했어요",
    undone: "되돌렸어요",
    redone: "다시 했어요",
  },
  lint: {
    cleaned: ({ what }) =>
      `${josa(what.map((w) => word(cleaned, w)).join(", "), "을/를")} 빼고 저장했어요.`,
    too_long: ({ max, is }) => `문서에는 ${max}자까지예요. 지금은 ${is}자예요.`,
    too_short: ({ min, is }) => `문서에는 ${min}자부터예요. 지금은 ${is}자예요.`,
    wrong_prefix: ({ expected }) =>
      `실연동 값은 보통 ${josa(expected.join(", "), "으로/로")} 시작해요.`,
    swapped: ({ looks_like }) => `${josa(word(shape, looks_like), "을/를")} 여기에 넣은 것 같아요.`,
    test_mid_in_live: () => "여럿이 함께 쓰는 테스트 값이에요. 실연동에는 쓸 수 없어요.",
    live_mid_in_test: () => "실연동 값 같아요. 테스트 채널에는 테스트 값을 넣어요.",
    practice_value: () => "연습에서 쓰는 값이에요. 진짜 값을 넣어 주세요.",
    not_practice: () => "연습 값이 아니에요. 진짜 값은 ‘우리 가게’에서 넣어요.",
    should_be_blank: () => "문서에는 이 칸을 비워 두라고 되어 있어요.",
    wrong_shape: ({ expected }) => `문서의 모양과 달라요. 보통은 ${josa(word(shape, expected), "이에요/예요")}.`,
    bad_checksum: () => "사업자등록번호의 숫자가 서로 맞지 않아요. 다시 봐 주세요.",
    other_purpose: () => "다른 결제 방식의 테스트 값이에요.",
  },
  verdict: {
    keys_good: ({ store_proven }) =>
      store_proven
        ? { title: "키가 맞아요", body: "포트원이 우리 상점이라고 답했어요." }
        : {
            title: "키는 맞는 것 같아요",
            why: "포트원이 상점 아이디를 바로 알려 주지는 않아요.",
            body: "상점 아이디는 첫 결제를 찾을 때 확실해져요.",
          },
    wrong_secret: ({ readings }) => ({
      title: "포트원이 이 키를 모른다고 해요",
      why: "글자가 빠졌거나 기한이 지난 키일 수 있어요.",
      body: readings.includes("address_refused")
        ? "키를 다시 복사하고, 콘솔의 IP 제한도 봐 주세요."
        : "콘솔에서 키를 통째로 다시 복사해 주세요.",
      act: "secret",
    }),
    gateway_secret: () => ({
      title: "포트원의 키가 아닌 것 같아요",
      why: "문서에 나온 포트원 키와 길이가 달라요.",
      body: "포트원 콘솔에서 받은 키를 넣어 주세요.",
      act: "secret",
    }),
    store_not_mine: () => ({
      title: "이 키로 볼 수 없는 상점이에요",
      why: "포트원이 이 상점을 보여 주지 않았어요.",
      body: "콘솔에서 우리 상점의 아이디를 다시 복사해 주세요.",
      act: "store",
    }),
    store_malformed: () => ({
      title: "상점 아이디로 읽히지 않아요",
      why: "포트원이 물음을 받지 않았어요.",
      body: "store-로 시작하는 값을 통째로 복사해 주세요.",
      act: "store",
    }),
    channels: ({ missing }) =>
      missing.length === 0
        ? { title: "채널이 포트원에 있어요", body: "넣은 값과 포트원의 채널을 견줬어요." }
        : {
            title: "포트원에 없는 채널이 있어요",
            body: `${missing.join(", ")} — 콘솔에 저장했는지 확인해 주세요.`,
          },
    payment: ({ proves, state, pg_code, gateway_fits, mid_fits, mode_fits }) => {
      if (proves)
        return {
          title: "결제를 확인했어요",
          ...(mid_fits === null ? { why: "상점 번호(MID)는 견주지 못했어요." } : {}),
          body: {
            awaits_deposit: "가상계좌가 나왔어요. 테스트는 여기까지예요.",
            given_back: "포트원이 냈다가 돌려받은 결제라고 답했어요.",
            other: "포트원이 이 결제가 끝났다고 답했어요.",
          }[state === "awaits_deposit" || state === "given_back" ? state : "other"],
        };
      switch (state) {
        case "unfinished":
          return { title: "아직 끝나지 않은 결제예요", body: "결제를 마친 뒤에 다시 확인해 주세요." };
        case "failed":
          return {
            title: "실패한 결제예요",
            why: pg_code ? `PG사가 ${pg_code} 코드로 거절했어요.` : "PG사의 코드는 오지 않았어요.",
            body: "까닭을 찾아 고친 뒤에 새로 결제해 주세요.",
          };
        case "cancelled":
          return { title: "취소된 결제예요", body: "돈을 내기 전에 끝났어요. 새로 결제해 주세요." };
        case "impossible":
          return {
            title: "있을 수 없는 결제예요",
            why: "금액이나 상태가 서로 맞지 않아요.",
            body: "성공으로 보지 않았어요. 아래 글을 포트원에 보여 주세요.",
          };
        case "paid":
        case "awaits_deposit":
        case "given_back":
          break;
      }
      if (!gateway_fits)
        return { title: "다른 PG사의 결제예요", body: "이 길의 PG사로 낸 결제 번호를 넣어 주세요." };
      if (mid_fits === false)
        return { title: "다른 상점 번호의 결제예요", body: "넣은 상점 번호(MID)와 결제의 번호를 견줘 주세요." };
      if (!mode_fits)
        return { title: "이 단계의 결제가 아니에요", body: "테스트와 실연동이 서로 다른지 봐 주세요." };
      switch (state) {
        case "awaits_deposit":
          return { title: "입금을 기다리는 결제예요", body: "가상계좌에 돈이 들어온 뒤에 다시 확인해 주세요." };
        case "given_back":
          return { title: "돌려준 결제예요", body: "돌려주지 않은 결제의 번호를 넣어 주세요." };
        case "paid":
          return { title: "어느 상점의 결제인지 몰라요", body: "답에 우리 상점 아이디가 없어 넘기지 않았어요." };
      }
    },
    payment_not_found: () => ({
      title: "그런 결제가 없다고 해요",
      body: "결제 번호를 통째로 복사했는지 봐 주세요.",
    }),
    other_payment: () => ({
      title: "다른 결제예요",
      why: "물어본 결제가 아닌 결제로 답이 왔어요.",
      body: "성공으로 보지 않았어요. 다시 확인해 주세요.",
      act: "retry",
    }),
    address_not_allowed: () => ({
      title: "포트원이 이 물음을 막았어요",
      why: "키가 맞아도 이 컴퓨터에서는 막힐 수 있어요.",
      body: "콘솔의 IP 제한을 본 뒤 다시 확인해 주세요.",
      act: "retry",
    }),
    not_permitted: () => ({
      title: "이 키로는 볼 수 없다고 해요",
      why: "키의 권한이 작거나 계약하지 않은 기능이에요.",
      body: "대표나 관리자에게 키의 권한을 물어봐 주세요.",
      act: "retry",
    }),
    unreachable: ({ why, proxy }) => ({
      title: "포트원에 닿지 못했어요",
      why: proxy ? `${unreachable[why]} (${proxy})` : unreachable[why],
      body: reach[why],
      act: "retry",
    }),
    portone_fault: ({ status }) => ({
      title: "포트원 쪽에 문제가 있어요",
      why: status ? `포트원이 상태 ${status}로 답했어요.` : "포트원이 일을 마치지 못했어요.",
      body: "넣은 값은 그대로예요. 잠시 뒤에 다시 확인해 주세요.",
      act: "retry",
    }),
    still_working: () => ({
      title: "포트원이 처리 중이에요",
      why: "같은 물음의 앞선 일이 아직 끝나지 않았어요.",
      body: "넣은 값은 그대로예요. 조금 뒤에 다시 확인해 주세요.",
      act: "retry",
    }),
    asked_to_wait: ({ seconds }) => ({
      title: "포트원이 기다려 달라고 해요",
      why: "짧은 동안 많이 물어봤어요.",
      body: seconds === null ? "잠시 뒤에 다시 확인해 주세요." : `${seconds}초 뒤에 다시 확인해 주세요.`,
      act: "retry",
    }),
    unexpected: () => ({
      title: "문서와 다른 답이 왔어요",
      why: "짐작하지 않고 멈췄어요.",
      body: "잠시 뒤에 다시 확인해 주세요.",
      act: "retry",
    }),
    incomplete: ({ missing }) => ({
      title: "먼저 채울 칸이 있어요",
      body: `${josa(missing.map((it) => it.label).join(", "), "을/를")} 넣으면 확인할 수 있어요.`,
    }),
    vault_closed: () => ({
      title: "보관함이 닫혀 있어요",
      body: "보관함을 열면 확인할 수 있어요.",
      act: "vault",
    }),
    changed: () => ({
      title: "그사이 값이 바뀌었어요",
      body: "앞의 답은 바꾸기 전 값이에요. 지금 값으로 다시 확인해 주세요.",
      act: "retry",
    }),
    cancelled: () => ({ title: "확인을 멈췄어요", body: "넣은 값은 그대로 있어요." }),
  },
  vault: {
    closed: { what: "보관함이 닫혀 있어요.", safe: "비밀값은 그대로 있어요.", act: "보관함 열기" },
    opening: {
      what: "보관함을 열고 있어요. 운영체제 비밀번호 창이 뒤에 있을 수 있어요.",
      safe: "그동안 다른 일을 해도 돼요.",
      act: "그만두기",
    },
    open: { what: "보관함이 열려 있어요.", safe: "열쇠는 운영체제가 지켜요.", act: null },
    open_passphrase: { what: "보관함이 열려 있어요.", safe: "열쇠는 정한 암호로 잠가 뒀어요.", act: null },
    open_this_run: {
      what: "비밀값을 이번에만 기억해요.",
      safe: "앱을 닫으면 사라지고, 나머지는 그대로 저장돼요.",
      act: "다시 찾아보기",
    },
    absent: {
      what: "이 컴퓨터에는 비밀번호 보관함이 없어요.",
      safe: "비밀값 말고는 모두 저장돼요.",
      act: "다시 찾아보기",
    },
    not_installed: {
      what: "비밀번호 보관함 프로그램이 설치돼 있지 않아요.",
      safe: "비밀값 말고는 모두 저장돼요. gnome-keyring이나 KWallet을 설치해 주세요.",
      act: "다시 찾아보기",
    },
    locked: { what: "보관함이 잠겨 있어요.", safe: "비밀값은 그대로 있어요.", act: "잠금 풀기" },
    frozen: {
      what: "보관함이 답하지 않아요.",
      safe: "비밀값은 그대로 있어요. 운영체제 창이 떠 있는지 봐 주세요.",
      act: "다시 열기",
    },
    key_lost: {
      what: "보관함의 열쇠가 바뀌었어요. 비밀값을 다시 넣어야 해요.",
      safe: "비밀값 말고는 모두 그대로예요.",
      act: "다시 열기",
    },
    needs_passphrase: {
      what: "정해 둔 암호를 넣으면 보관함이 열려요.",
      safe: "비밀값은 그대로 있어요.",
      act: "암호 넣기",
    },
  },
  plainError: {
    in_vault: {
      what: "보관함에 넣어 둔 값이에요. 보관함을 열면 쓸 수 있어요.",
      safe: "넣어 둔 값은 그대로예요. 바꾸는 것도 연 뒤에 해 주세요.",
      act: "다시 찾아보기",
    },
    secret_gone: { what: "비밀값을 찾을 수 없어요.", safe: "다른 값은 그대로예요. 다시 넣어 주세요.", act: null },
    not_found: { what: "지금은 없는 일이에요.", safe: "다른 내용은 그대로예요.", act: "새로 불러오기" },
    conflict: {
      what: "다른 창에서 먼저 바꿨어요.",
      safe: "그 내용은 저장돼 있어요. 새로 불러온 뒤 다시 해 주세요.",
      act: "새로 불러오기",
    },
    link_refused: {
      what: "공식 주소 목록에 없는 링크라 열지 않았어요.",
      safe: "넣은 내용은 그대로예요.",
      act: null,
    },
    clipboard: {
      what: "복사하지 못했어요. 다른 앱이 복사 칸을 쓰고 있어요.",
      safe: "값은 그대로 있어요. 한 번 더 눌러 주세요.",
      act: null,
    },
    no_place: { what: "아직 연 폴더가 없어요.", safe: "사라진 것은 없어요.", act: "처음 화면으로" },
    journey_damaged: {
      what: "이 가게의 기록 일부를 읽을 수 없어요.",
      safe: "파일은 건드리지 않았어요. 다른 가게는 그대로예요.",
      act: "가게 목록으로",
    },
    window: {
      what: "운영체제 창을 열지 못했어요.",
      safe: "넣은 내용은 그대로예요. 한 번 더 눌러 주세요.",
      act: null,
    },
  },
  notSaved: {
    disk_full: {
      what: "저장 공간이 없어 저장하지 못했어요.",
      safe: "입력한 내용은 화면에 남아 있어요.",
      act: "다시 저장",
    },
    read_only: {
      what: "읽기 전용 폴더라 저장하지 못했어요.",
      safe: "입력한 내용은 화면에 남아 있어요.",
      act: "다시 저장",
    },
    busy: {
      what: "다른 프로그램이 파일을 쓰고 있어요.",
      safe: "입력한 내용은 화면에 남아 있어요.",
      act: "다시 저장",
    },
    damaged: {
      what: "파일이 손상돼 저장하지 못했어요.",
      safe: "입력한 내용은 화면에 남아 있어요. 앱을 다시 열면 백업에서 살려요.",
      act: "다시 저장",
    },
    io: {
      what: "디스크가 답하지 않아 저장하지 못했어요.",
      safe: "입력한 내용은 화면에 남아 있어요.",
      act: "다시 저장",
    },
  },
  refused: {
    blocked: { what: "먼저 할 일이 있어요.", safe: "바뀐 것은 없어요.", act: null },
    needs_proof: {
      what: "포트원이 확인해 줘야 끝나는 일이에요.",
      safe: "바뀐 것은 없어요. ‘포트원에 확인하기’를 눌러 주세요.",
      act: null,
    },
    track_not_active: {
      what: "보류하거나 포기한 길이에요.",
      safe: "바뀐 것은 없어요. 길을 다시 시작하면 할 수 있어요.",
      act: null,
    },
    impossible: { what: "함께 고를 수 없는 답이에요.", safe: "바뀐 것은 없어요.", act: null },
    future_day: { what: "아직 오지 않은 날이에요.", safe: "오늘이나 지난 날을 골라 주세요.", act: null },
    nothing: { what: "더 되돌릴 것이 없어요.", safe: "모두 저장돼 있어요.", act: null },
    reason_needed: { what: "이유를 한 줄 적어 주세요.", safe: "바뀐 것은 없어요.", act: null },
    already: { what: "이미 그렇게 되어 있어요.", safe: "바뀐 것은 없어요.", act: null },
    bad_text: { what: "비어 있거나 너무 긴 글이에요.", safe: "줄여서 다시 넣어 주세요.", act: null },
    looks_secret: { what: "비밀값처럼 보여서 저장하지 않았어요.", safe: "이 칸에는 비밀값을 넣지 마세요.", act: null },
  },
  badFile: {
    too_big: { what: "1MB보다 큰 파일이에요.", safe: "저장한 것은 없어요. 인증서 파일인지 봐 주세요.", act: null },
    too_many: { what: "압축 파일 안에 파일이 너무 많아요.", safe: "저장한 것은 없어요.", act: null },
    not_certificate: {
      what: "인증서나 개인 키가 아니에요.",
      safe: "저장한 것은 없어요. PG사가 보낸 파일을 그대로 골라 주세요.",
      act: null,
    },
    not_for_practice: {
      what: "연습에서는 진짜 인증서를 받지 않아요.",
      safe: "저장한 것은 없어요. [연습용 인증서 넣기]를 눌러 주세요.",
      act: null,
    },
    not_pair: {
      what: "인증서와 개인 키가 서로 짝이 아니에요.",
      safe: "저장한 것은 없어요. 같은 날 받은 두 파일을 골라 주세요.",
      act: null,
    },
    unreadable: { what: "파일을 읽을 수 없어요.", safe: "저장한 것은 없어요.", act: null },
    newer: {
      what: "더 새 버전에서 내보낸 파일이에요.",
      safe: "지금 있는 가게는 그대로예요. 앱을 새 버전으로 바꿔 주세요.",
      act: null,
    },
    not_export: {
      what: "길잡이에서 내보낸 파일이 아니에요.",
      safe: "지금 있는 가게는 그대로예요.",
      act: null,
    },
    other_place: {
      what: "연습과 우리 가게는 파일을 나눠 쓰지 않아요.",
      safe: "지금 있는 가게는 그대로예요. 이 파일은 내보낸 쪽에서 불러와 주세요.",
      act: null,
    },
    holds_secret_like: {
      what: "파일에 비밀값처럼 보이는 글이 있어 불러오지 않았어요.",
      safe: "지금 있는 가게는 그대로예요. 그 글을 지우고 다시 내보내 주세요.",
      act: null,
    },
  },
  notCleared: {
    what: "복사한 비밀값을 지우지 못했어요.",
    safe: "다른 글을 복사해 주세요. 그러면 비밀값이 사라져요.",
    act: null,
  },
  leftBehind: (paths) => ({
    what: `지웠지만 이 파일에 아직 남아 있어요: ${paths.join(", ")}`,
    safe: "길잡이를 닫고 이 파일을 지워 주세요. 다시 열 때 한 번 더 지워 볼게요.",
    act: null,
  }),
  recovered: {
    what: "파일이 손상돼 백업을 열었어요.",
    safe: "방금 것은 저장하지 못했어요. 화면을 보고 다시 저장해 주세요.",
    act: "다시 저장",
  },
  noAnswer: {
    what: "앱 안에서 답을 받지 못했어요.",
    safe: "저장됐다고 나온 것은 그대로 있어요.",
    act: "새로 불러오기",
  },
  shape,
  cleaned,
  unreachable,
  reading: {
    store_usable: "우리 상점이 맞아요. 아직 결제가 없어요.",
    store_not_looked_at: "포트원이 상점은 보지 않고 답했어요.",
    store_of_others: "다른 회사의 상점이에요.",
    role_too_small: "우리 상점이지만 키의 권한이 작아요.",
    id_malformed: "상점 아이디를 잘못 복사했어요.",
    request_not_understood: "포트원이 물음의 다른 곳을 못 읽었어요.",
    key_wrong: "키나 시크릿이 틀렸어요.",
    address_refused: "키는 맞고, 이 컴퓨터의 주소가 막혔어요.",
    gateways_secret: "PG사가 준 키를 넣었어요.",
    mistyped_secret: "포트원 키의 글자가 빠지거나 더 들어갔어요.",
  },
  dated: {
    chase: "소식을 물어볼 날",
    certificate_expiry: "인증서가 끝나는 날",
    certificate_renewable: "인증서를 갱신할 수 있는 날",
    secret_expiry: "비밀값이 끝나는 날",
    end: "끝나는 날",
    other: "다가오는 날",
  },
  practice: {
    store_id: "상점 아이디",
    v2_secret: "V2 API Secret",
    v1_key: "V1 REST API Key",
    v1_secret: "V1 REST API Secret",
    webhook_secret: "웹훅 시크릿",
    user_code: "고객사 식별코드",
    channel_test: "테스트 상점 번호(MID)",
    channel_live: "실연동 상점 번호(MID)",
    channel_key_test: "테스트 채널 키",
    channel_key_live: "실연동 채널 키",
    payment_test: "테스트 결제 번호",
    payment_live: "실연동 결제 번호",
    other: "연습 값",
  },
};
