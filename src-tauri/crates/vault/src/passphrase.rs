//! A passphrase in place of a keychain: it wraps the same master key, which the store then keeps.

use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::{self, Place, Sealed, TAG_BYTES};
use crate::{MasterKey, Secret, VaultError};

/// The shortest passphrase, in characters as a person counts them.
pub const MIN_PASSPHRASE_CHARS: usize = 12;

const FORMAT: u8 = 1;
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
/// Format, three unused bytes, memory, passes, lanes.
const HEADER_BYTES: usize = 12;

/// The master key wrapped by a passphrase (argon2id, 64 MiB, 3 passes), as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    header: [u8; HEADER_BYTES],
    salt: [u8; SALT_BYTES],
    sealed: Sealed,
}

impl WrappedKey {
    /// Wraps a key. Takes a noticeable fraction of a second: call it off the event loop.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`], [`VaultError::NoRandom`].
    pub(crate) fn wrap(vault: Uuid, key: &MasterKey, phrase: &Secret) -> Result<Self, VaultError> {
        let text = normal(phrase).ok_or(VaultError::PassphraseTooShort)?;
        if text.trim().chars().count() < MIN_PASSPHRASE_CHARS {
            return Err(VaultError::PassphraseTooShort);
        }
        let header = header();
        let salt = *cipher::random::<SALT_BYTES>()?;
        let wrapper = derive(&text, &salt)?;
        let sealed = cipher::seal(
            &wrapper,
            Place::Wrapped {
                vault,
                parameters: header,
            },
            key.expose(),
        )?;
        Ok(Self {
            header,
            salt,
            sealed,
        })
    }

    /// Opens what [`WrappedKey::wrap`] made. As slow as wrapping, on purpose.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`]; [`VaultError::Damaged`] for a form this version never
    /// writes (so that a changed file cannot ask for gigabytes of memory).
    pub(crate) fn unwrap_key(&self, vault: Uuid, phrase: &Secret) -> Result<MasterKey, VaultError> {
        if self.header != header() {
            return Err(VaultError::Damaged);
        }
        let text = normal(phrase).ok_or(VaultError::WrongPassphrase)?;
        let wrapper = derive(&text, &self.salt)?;
        let plain = cipher::open(
            &wrapper,
            Place::Wrapped {
                vault,
                parameters: self.header,
            },
            &self.sealed,
        )
        .map_err(|_| VaultError::WrongPassphrase)?;
        let bytes: &[u8; 32] = plain.expose().try_into().map_err(|_| VaultError::Damaged)?;
        Ok(MasterKey::from_bytes(Zeroizing::new(*bytes)))
    }

    /// One blob for the store.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES + SALT_BYTES + 72);
        bytes.extend_from_slice(&self.header);
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.sealed.to_bytes());
        bytes
    }

    /// Reads what [`WrappedKey::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`VaultError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let (own, rest) = bytes.split_first_chunk().ok_or(VaultError::Damaged)?;
        let (salt, rest) = rest.split_first_chunk().ok_or(VaultError::Damaged)?;
        if *own != header() {
            return Err(VaultError::Damaged);
        }
        let sealed = Sealed::from_bytes(rest)?;
        if sealed.ct.len() != 32 + TAG_BYTES {
            return Err(VaultError::Damaged);
        }
        Ok(Self {
            header: *own,
            salt: *salt,
            sealed,
        })
    }
}

fn header() -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[0] = FORMAT;
    header[4..8].copy_from_slice(&MEMORY_KIB.to_be_bytes());
    header[8] = PASSES as u8;
    header[9] = LANES as u8;
    header
}

/// One spelling of the same letters: a keyboard may send Hangul as one character or as parts.
fn normal(phrase: &Secret) -> Option<Zeroizing<String>> {
    let text = phrase.expose_str()?;
    let mut normal = Zeroizing::new(String::with_capacity(text.len() * 3));
    normal.extend(text.nfc());
    Some(normal)
}

fn derive(text: &str, salt: &[u8]) -> Result<MasterKey, VaultError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(|_| VaultError::Damaged)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(text.as_bytes(), salt, bytes.as_mut_slice())
        .map_err(|_| VaultError::Damaged)?;
    Ok(MasterKey::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_and_opens_with_the_same_phrase_in_either_spelling() {
        let (vault, key) = (Uuid::new_v4(), MasterKey::generate().unwrap());
        let composed = Secret::copied_from("우리 가게 비밀 문장 열둘");
        let wrapped = WrappedKey::wrap(vault, &key, &composed).unwrap();
        let again = WrappedKey::from_bytes(&wrapped.to_bytes()).unwrap();
        assert_eq!(again, wrapped);
        let parts: String = "우리 가게 비밀 문장 열둘".nfd().collect();
        assert!(
            again
                .unwrap_key(vault, &Secret::from(parts))
                .unwrap()
                .same_as(&key)
        );
        let wrong = again.unwrap_key(vault, &Secret::copied_from("우리 가게 비밀 문장 열셋"));
        assert_eq!(wrong.err(), Some(VaultError::WrongPassphrase));
        let elsewhere = again.unwrap_key(Uuid::new_v4(), &composed);
        assert_eq!(elsewhere.err(), Some(VaultError::WrongPassphrase));
    }

    #[test]
    fn eleven_characters_are_too_few_and_spaces_around_do_not_count() {
        let (vault, key) = (Uuid::new_v4(), MasterKey::generate().unwrap());
        for short in ["", "가나다라마바사아자차카", "  12345678901  "] {
            let refused = WrappedKey::wrap(vault, &key, &Secret::copied_from(short));
            assert_eq!(
                refused.err(),
                Some(VaultError::PassphraseTooShort),
                "{short}"
            );
        }
    }

    #[test]
    fn foreign_parameters_are_damage_and_cost_no_time() {
        let (vault, key) = (Uuid::new_v4(), MasterKey::generate().unwrap());
        let phrase = Secret::copied_from("twelve characters");
        let good = WrappedKey::wrap(vault, &key, &phrase).unwrap().to_bytes();
        for at in 0..HEADER_BYTES {
            let mut bytes = good.clone();
            bytes[at] ^= 0x40;
            assert_eq!(
                WrappedKey::from_bytes(&bytes).err(),
                Some(VaultError::Damaged)
            );
        }
        for length in 0..good.len() {
            assert_eq!(
                WrappedKey::from_bytes(&good[..length]).err(),
                Some(VaultError::Damaged)
            );
        }
    }
}
