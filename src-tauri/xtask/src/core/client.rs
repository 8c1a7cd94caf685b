//! What PortOne's client costs: one call beside a bare `reqwest` call to the same server, and the
//! call for the largest payment that it takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use portone::{Config, Hosts, PortOne, V2Secret};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::measure::{Measured, median};

/// Calls of each kind, taken in turns.
const CALLS: usize = 3000;
/// Calls for the largest payment.
const READS: usize = 30;
/// The most the client accepts.
const CAP: usize = 5 * 1024 * 1024;

/// The payment that is asked for.
const ID: &str = "practice-payment";

/// Medians, in µs.
pub struct Figures {
    /// One call through the client.
    pub call: f64,
    /// The same call through bare reqwest.
    pub bare: f64,
    /// Asking for the largest payment that the client accepts, and reading it.
    pub largest_payment: f64,
}

pub fn figures() -> Measured<Figures> {
    let mut many = 1;
    while payment(many * 2).to_string().len() <= CAP {
        many *= 2;
    }
    let base = serve(payment(many).to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (call, bare) = runtime.block_on(calls(&base))?;
    Ok(Figures {
        call,
        bare,
        largest_payment: runtime.block_on(largest(&base))?,
    })
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The medians of a call through the client, and of a bare one that reads the same body as JSON.
async fn calls(base: &str) -> Measured<(f64, f64)> {
    let portone = PortOne::new(Hosts::practice(base)?, Config::default())?;
    let bare = reqwest::Client::builder().no_proxy().build()?;
    let address = format!("{base}/v2/banks");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // In turns, so that whatever else the machine does falls on both.
    for round in 0..CALLS + 100 {
        let started = Instant::now();
        portone.banks().await.map_err(|error| error.to_string())?;
        let client = started.elapsed();
        let started = Instant::now();
        let answer = bare.get(&address).send().await?;
        let read: Value = serde_json::from_slice(&answer.bytes().await?)?;
        if !read["items"].is_array() {
            return Err(format!("not the banks: {read}").into());
        }
        if round >= 100 {
            ours.push(micros(client));
            theirs.push(micros(started.elapsed()));
        }
    }
    Ok((median(ours), median(theirs)))
}

async fn largest(base: &str) -> Measured<f64> {
    let secret = V2Secret::new(portone_sim::V2_SECRET.into())?;
    let portone = PortOne::new(Hosts::practice(base)?, Config::default())?.v2(secret);
    let mut times = Vec::new();
    for _ in 0..READS {
        let started = Instant::now();
        let detail = portone.payment_detail(ID, None).await;
        detail.map_err(|error| error.to_string())?;
        times.push(micros(started.elapsed()));
    }
    Ok(median(times))
}

/// A cancelled payment with everything that can stand in one, its lists `many` long.
fn payment(many: usize) -> Value {
    let at = "2026-08-06T10:02:03.123456+09:00";
    let webhook = json!({
        "id": "webhook", "url": "https://shop.example.com/hook", "status": "SUCCEEDED", "paymentStatus": "PAID",
        "isAsync": false, "currentExecutionCount": 1, "maxExecutionCount": 5, "trigger": "MANUAL",
        "request": { "header": "content-type: application/json", "body": "{\"type\":\"Transaction.Paid\"}", "requestedAt": at },
        "response": { "code": "200", "header": "server: x", "body": "ok", "respondedAt": at }, "triggeredAt": at,
    });
    let cancellation = json!({
        "status": "SUCCEEDED", "id": "cancellation", "pgCancellationId": "1", "totalAmount": 1, "taxFreeAmount": 0,
        "vatAmount": 0, "easyPayDiscountAmount": 0, "reason": "고객 변심", "cancelledAt": at, "requestedAt": at,
        "receiptUrl": "https://receipt.example.com/1", "trigger": "API",
    });
    let product = json!({
        "id": "product", "name": "연습 상품", "tag": "t", "code": "c", "amount": 1000, "quantity": 1,
        "link": "https://shop.example.com/1",
    });
    json!({
        "status": "CANCELLED", "id": ID, "transactionId": "t", "merchantId": "m", "storeId": "s",
        "method": { "type": "PaymentMethodEasyPay", "provider": "KAKAOPAY", "easyPayMethod": {
            "type": "PaymentMethodCard", "card": { "publisher": "P", "issuer": "I", "brand": "LOCAL", "type": "CREDIT",
            "ownerType": "PERSONAL", "bin": "123456", "name": "카드", "number": "123456******1234" },
            "approvalNumber": "1", "installment": { "month": 3, "isInterestFree": false }, "pointUsed": false } },
        "channel": { "type": "TEST", "id": "c", "key": "channel-key", "name": "채널", "pgProvider": "KAKAOPAY", "pgMerchantId": "TC0ONETIME" },
        "channelGroup": { "id": "g", "name": "묶음", "isForTest": true }, "version": "V2", "scheduleId": "s", "billingKey": "b",
        "webhooks": vec![webhook; many], "requestedAt": at, "updatedAt": at, "statusChangedAt": at, "orderName": "연습 주문",
        "amount": { "total": 1000, "taxFree": 0, "vat": 91, "supply": 909, "discount": 0, "paid": 1000, "cancelled": 1000, "cancelledTaxFree": 0 },
        "currency": "KRW", "customer": { "id": "c", "name": "n", "email": "a@b.c", "phoneNumber": "1",
            "address": { "type": "ONE_LINE", "oneLine": "서울" }, "zipcode": "1" },
        "origin": { "platformType": "PC", "userAgent": "Mozilla/5.0", "url": "https://shop.example.com", "ipAddress": "192.0.2.1" },
        "promotionId": "p", "isCulturalExpense": false, "escrow": { "status": "DELIVERED", "company": "c", "invoiceNumber": "1" },
        "products": vec![product; many], "productCount": many, "customData": "{}", "country": "KR", "paidAt": at, "pgTxId": "1",
        "cashReceipt": { "status": "CANCELLED", "type": "PERSONAL", "pgReceiptId": "1", "issueNumber": "1", "totalAmount": 1000,
            "taxFreeAmount": 0, "currency": "KRW", "url": "https://receipt.example.com", "issuedAt": at, "cancelledAt": at },
        "receiptUrl": "https://receipt.example.com", "cancellations": vec![cancellation; many], "cancelledAt": at,
    })
}

/// A server of its own thread that answers at once, each connection kept: with this payment, or with
/// the banks.
fn serve(payment: String) -> Measured<String> {
    let payment: Arc<str> = whole(&payment).into();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || -> Measured<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            tell.send(listener.local_addr()?)?;
            loop {
                let (socket, _) = listener.accept().await?;
                tokio::spawn(answer(socket, Arc::clone(&payment)));
            }
        })
    });
    Ok(format!("http://{}", told.recv()?))
}

fn whole(body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

async fn answer(mut socket: tokio::net::TcpStream, payment: Arc<str>) {
    let banks = whole(r#"{"items":[{"bank":"SHINHAN","name":{"ko":"신한은행"}}]}"#);
    let mut request = [0; 4096];
    let _ = socket.set_nodelay(true);
    // A request of a test comes in one piece.
    while let Ok(length @ 1..) = socket.read(&mut request).await {
        let asked = std::str::from_utf8(&request[..length]).unwrap_or_default();
        let first = asked.lines().next().unwrap_or_default();
        let answer = if first.contains(ID) {
            &payment
        } else {
            &*banks
        };
        if socket.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
