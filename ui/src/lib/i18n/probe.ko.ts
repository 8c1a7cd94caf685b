// Sentences of the test message to the merchant's server and of the judge of a pasted request, loaded with their page.

import type {
  PastedJudged,
  PastedSignature,
  PastedTiming,
  ProbeAddress,
  ProbeFinding,
  ProbeMessage,
  ProbeSecret,
} from "../host";

/** A sentence for each kind of message that was sent. */
type ByMessage = Record<ProbeMessage, string>;

const each = (sentence: string): ByMessage => ({
  genuine: sentence,
  unknown_kind: sentence,
  tampered: sentence,
  stale: sentence,
  unsigned: sentence,
});

const refused: ByMessage = {
  ...each("서버가 거절했어요."),
  genuine: "맞게 서명했는데 거절했어요. 서버에 넣은 시크릿을 봐 주세요.",
  unknown_kind: "모르는 종류를 거절했어요. 그래도 200으로 답해야 해요.",
};

export const probeKo = {
  title: "시험 메시지 보내기",
  lead: "없는 결제의 알림을 이 컴퓨터가 우리 서버로 보내요.",
  harmless: "제대로 만든 서버라면 주문은 그대로예요.",
  proves: "이 컴퓨터가 본 것만 알 수 있어요. 포트원의 알림이 오는지는 테스트 결제로 확인해 주세요.",
  address: "웹훅 주소(Endpoint URL)",
  addressHint: "https로 시작하는 서버 주소예요. 저장하지 않아요.",
  addressPractice: "연습에서는 이 컴퓨터의 http 주소만 돼요. 저장하지 않아요.",
  consent: (host: string) => `${host} 서버에 시험 메시지를 보내도 돼요.`,
  btn: { look: "주소 확인", send: "시험 보내기", judge: "서명 확인" },
  waiting: "서버의 답을 기다리고 있어요",
  answers: (host: string) => `${host} 서버의 답`,
  status: (status: number) => `상태 ${status}`,
  rest: "답이 없어서 나머지는 보내지 않았어요.",
  cancelled: "보내기를 멈췄어요.",
  vaultClosed: "보관함을 열면 저장한 시크릿으로 서명해요.",
  refusedAddress: {
    not_an_address: "주소로 읽을 수 없어요. https부터 모두 넣어 주세요.",
    not_https: "https로 시작하는 주소에만 보내요.",
    user_info: "주소에 아이디나 비밀번호가 있어요. 빼고 넣어 주세요.",
    not_public: "이 컴퓨터나 사내망 주소예요. 포트원은 부를 수 없어요.",
    not_this_machine: "연습에서는 이 컴퓨터의 http 주소에만 보내요.",
  } satisfies Record<ProbeAddress, string> as Record<ProbeAddress, string>,
  secret: {
    stored: "저장한 웹훅 시크릿으로 서명했어요.",
    not_stored: "저장한 시크릿이 없어 서명 없는 메시지만 보냈어요. 서버가 가짜를 막는지만 알 수 있어요.",
    unreadable: "저장한 값이 웹훅 시크릿이 아니에요. 서명 없는 메시지만 보냈어요.",
  } satisfies Record<ProbeSecret, string> as Record<ProbeSecret, string>,
  message: {
    genuine: "맞게 서명한 메시지",
    unknown_kind: "맞게 서명한 모르는 종류",
    tampered: "서명한 뒤 내용을 바꾼 메시지",
    stale: "10분 전에 서명한 메시지",
    unsigned: "서명이 없는 메시지",
  } satisfies ByMessage as ByMessage,
  finding: {
    right: {
      genuine: "잘 받았어요.",
      unknown_kind: "모르는 종류도 잘 받았어요.",
      tampered: "바뀐 것을 알고 거절했어요.",
      stale: "오래된 것을 알고 거절했어요.",
      unsigned: "서명이 없어서 거절했어요.",
    },
    right_but_slow: {
      genuine: "받았지만 10초 넘게 걸렸어요. 답부터 하고 일은 나중에 해 주세요.",
      unknown_kind: "받았지만 10초 넘게 걸렸어요.",
      tampered: "거절했지만 10초 넘게 걸렸어요.",
      stale: "거절했지만 10초 넘게 걸렸어요.",
      unsigned: "거절했지만 10초 넘게 걸렸어요.",
    },
    refused,
    refused_maybe_allow_list: {
      ...refused,
      genuine: "거절했어요. 시크릿이 다르거나 포트원 주소만 받을 수 있어요.",
      unknown_kind: "거절했어요. 종류를 모르거나 포트원 주소만 받을 수 있어요.",
    },
    nothing_there: each("이 주소에는 받는 곳이 없어요. 주소의 뒷부분을 봐 주세요."),
    forgery_taken: {
      ...each("가짜인데도 받았다고 답했어요."),
      tampered: "바뀐 내용인데 받았다고 답했어요. 결제를 다시 조회하지 않으면 위험해요.",
      stale: "오래된 메시지인데 받았다고 답했어요. 시각도 검사해 주세요.",
      unsigned: "서명이 없는데 받았다고 답했어요. 결제를 다시 조회하지 않으면 위험해요.",
    },
    redirects: each("다른 주소로 가라고 답했어요. 마지막 주소를 바로 넣어 주세요."),
    server_trouble: each("서버가 오류로 답했어요. 서버의 기록을 봐 주세요."),
    certificate_expired: each("서버의 보안 인증서 날짜가 맞지 않아요."),
    certificate_host: each("서버의 보안 인증서가 다른 곳의 것이에요."),
    certificate_unknown: each("믿을 수 있는 곳이 준 보안 인증서가 아니에요. 중간 인증서도 봐 주세요."),
    not_secure: each("보안 연결이 아닌 답이 왔어요."),
    tls: each("보안 연결을 맺지 못했어요. 서버의 TLS 설정을 봐 주세요."),
    dns: each("그런 이름의 서버를 찾지 못했어요. 인터넷과 주소를 봐 주세요."),
    no_connection: each("서버에 연결하지 못했어요. 회사 네트워크가 막았을 수도 있어요."),
    timeout: each("30초 안에 답이 오지 않았어요."),
    not_public: each("이름이 사내망 주소를 가리켜 보내지 않았어요."),
    unexpected: each("알림에 맞지 않는 답이 왔어요."),
  } satisfies Record<ProbeFinding, ByMessage> as Record<ProbeFinding, ByMessage>,
  paste: {
    title: "받은 요청의 서명 확인하기",
    lead: "이 컴퓨터 안에서만 확인하고 저장하지 않아요.",
    label: "받은 헤더와 내용",
    justNow: "방금 받은 요청이에요.",
    refused: {
      no_body: "헤더와 내용 사이에 빈 줄이 있어야 해요.",
      headers: "헤더를 읽을 수 없어요. 받은 그대로 붙여 주세요.",
      no_secret: "웹훅 시크릿을 먼저 저장해 주세요.",
      secret_unreadable: "저장한 값이 웹훅 시크릿이 아니에요. 다시 넣어 주세요.",
    } satisfies PastedRefusals as PastedRefusals,
    says: (kind: string) => `종류: ${kind}`,
    cutOff: "내용이 끝까지 붙지 않았어요.",
    signature: {
      genuine: "저장한 시크릿으로 만든 서명이 맞아요.",
      header_missing: "서명을 볼 헤더가 없어요. 헤더까지 모두 붙여 주세요.",
      no_version1: "v1 서명이 없어요. webhook-signature 줄을 봐 주세요.",
      wrong: "서명이 맞지 않아요. 테스트와 실연동은 시크릿이 달라요.",
      end_added: "끝에 빈칸이나 줄이 더 붙었어요. 떼면 서명이 맞아요.",
      line_ends: "줄바꿈이 바뀌었어요. 되돌리면 서명이 맞아요.",
      written_again: "JSON을 읽어서 다시 썼어요. 받은 글자 그대로 검사해 주세요.",
    } satisfies Record<PastedSignature, string> as Record<PastedSignature, string>,
    timing: {
      fine: "보낸 시각도 5분 안이에요.",
      not_judged: "언제 받았는지 몰라 시각은 보지 않았어요.",
      unreadable: "보낸 시각을 읽을 수 없어요.",
      too_old: "보낸 지 5분이 넘었어요. 서버는 거절해야 해요.",
      too_early: "앞선 시각이에요. 이 컴퓨터의 시계도 봐 주세요.",
    } satisfies Record<PastedTiming, string> as Record<PastedTiming, string>,
  },
};

/** Why a pasted request was not judged. The closed vault has its own words. */
type PastedRefusals = Record<Exclude<PastedJudged["kind"], "read" | "vault_closed">, string>;

export type ProbeCopy = typeof probeKo;
