//! Sealing: XChaCha20-Poly1305 with a random nonce, bound to the place the value belongs to.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{MasterKey, Secret, VaultError};

/// Bytes of a nonce.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes of the authentication tag at the end of every ciphertext.
pub(crate) const TAG_BYTES: usize = 16;
/// What is sealed to recognise the right key.
const CHECK_TEXT: &[u8] = b"giljabi vault check 1";

/// What a sealed value is bound to, so that it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// A stored secret at one revision.
    Value {
        /// The data folder.
        vault: Uuid,
        /// The secret.
        secret: Uuid,
        /// Its revision.
        revision: u32,
    },
    /// The check value of a data folder.
    Check {
        /// The data folder.
        vault: Uuid,
    },
    /// A master key wrapped by a passphrase; `parameters` are the ones of the derivation.
    Wrapped {
        /// The data folder.
        vault: Uuid,
        /// Header of the wrapped key.
        parameters: [u8; 12],
    },
}

impl Place {
    /// Format, vault id, secret id, revision: every field of fixed length, so nothing can shift.
    fn associated_data(self) -> Vec<u8> {
        let mut data = Vec::with_capacity(64);
        match self {
            Place::Value {
                vault,
                secret,
                revision,
            } => {
                data.extend_from_slice(b"giljabi/value/1\0");
                data.extend_from_slice(vault.as_bytes());
                data.extend_from_slice(secret.as_bytes());
                data.extend_from_slice(&revision.to_be_bytes());
            }
            Place::Check { vault } => {
                data.extend_from_slice(b"giljabi/check/1\0");
                data.extend_from_slice(vault.as_bytes());
            }
            Place::Wrapped { vault, parameters } => {
                data.extend_from_slice(b"giljabi/wrap/1\0\0");
                data.extend_from_slice(vault.as_bytes());
                data.extend_from_slice(&parameters);
            }
        }
        data
    }
}

/// A sealed value as it lies in the database. Opens only with its key, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The random nonce.
    pub nonce: [u8; 24],
    /// Ciphertext and authentication tag.
    pub ct: Vec<u8>,
}

impl Sealed {
    /// One blob: nonce, then ciphertext.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(NONCE_BYTES + self.ct.len());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.ct);
        bytes
    }

    /// Reads what [`Sealed::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] if it is too short to be one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let (nonce, ct) = bytes.split_first_chunk().ok_or(VaultError::Damaged)?;
        if ct.len() < TAG_BYTES {
            return Err(VaultError::Damaged);
        }
        Ok(Self {
            nonce: *nonce,
            ct: ct.to_vec(),
        })
    }
}

/// Fills an array from the operating system's generator.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0_u8; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::NoRandom)?;
    Ok(bytes)
}

pub(crate) fn seal(key: &MasterKey, place: Place, plain: &[u8]) -> Result<Sealed, VaultError> {
    if plain.len() > Secret::MAX_BYTES {
        return Err(VaultError::TooLong);
    }
    let nonce = *random::<NONCE_BYTES>()?;
    let ct = XChaCha20Poly1305::new(key.expose().into())
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plain,
                aad: &place.associated_data(),
            },
        )
        .map_err(|_| VaultError::TooLong)?;
    Ok(Sealed { nonce, ct })
}

pub(crate) fn open(key: &MasterKey, place: Place, sealed: &Sealed) -> Result<Secret, VaultError> {
    let aad = place.associated_data();
    XChaCha20Poly1305::new(key.expose().into())
        .decrypt(
            &XNonce::from(sealed.nonce),
            Payload {
                msg: &sealed.ct,
                aad: &aad,
            },
        )
        .map(|plain| Secret::from_bytes(plain.into_boxed_slice()))
        .map_err(|_| VaultError::Damaged)
}

/// Seals the check value of a data folder.
pub(crate) fn seal_check(key: &MasterKey, vault: Uuid) -> Result<Sealed, VaultError> {
    seal(key, Place::Check { vault }, CHECK_TEXT)
}

/// True if this key sealed that check value.
pub(crate) fn fits(key: &MasterKey, vault: Uuid, check: &Sealed) -> bool {
    open(key, Place::Check { vault }, check).is_ok_and(|plain| plain.expose() == CHECK_TEXT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(vault: u128, secret: u128, revision: u32) -> Place {
        Place::Value {
            vault: Uuid::from_u128(vault),
            secret: Uuid::from_u128(secret),
            revision,
        }
    }

    #[test]
    fn two_seals_of_one_value_differ() {
        let key = MasterKey::generate().unwrap();
        let a = seal(&key, place(1, 2, 3), b"same").unwrap();
        let b = seal(&key, place(1, 2, 3), b"same").unwrap();
        assert_ne!(a.nonce, b.nonce);
        assert_ne!(a.ct, b.ct);
    }

    #[test]
    fn the_longest_value_fits_and_one_more_is_refused() {
        let key = MasterKey::generate().unwrap();
        let longest = vec![7; Secret::MAX_BYTES];
        let sealed = seal(&key, place(1, 2, 3), &longest).unwrap();
        assert_eq!(
            open(&key, place(1, 2, 3), &sealed).unwrap().expose(),
            longest
        );
        let longer = vec![7; Secret::MAX_BYTES + 1];
        assert_eq!(
            seal(&key, place(1, 2, 3), &longer),
            Err(VaultError::TooLong)
        );
    }

    #[test]
    fn a_blob_cut_short_is_damage() {
        for length in 0..NONCE_BYTES + TAG_BYTES {
            assert_eq!(
                Sealed::from_bytes(&vec![0; length]),
                Err(VaultError::Damaged)
            );
        }
        assert!(Sealed::from_bytes(&[0; NONCE_BYTES + TAG_BYTES]).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_at_its_place_only(
            plain in proptest::collection::vec(any::<u8>(), 0..300),
            vault: u128, secret: u128, revision: u32,
            other_vault: u128, other_secret: u128, other_revision: u32,
        ) {
            let key = MasterKey::generate().unwrap();
            let home = place(vault, secret, revision);
            let sealed = seal(&key, home, &plain).unwrap();
            let again = Sealed::from_bytes(&sealed.to_bytes()).unwrap();
            prop_assert_eq!(&sealed, &again);
            let opened = open(&key, home, &again).unwrap();
            prop_assert_eq!(opened.expose(), plain.as_slice());

            prop_assume!(vault != other_vault && secret != other_secret);
            prop_assume!(revision != other_revision);
            for elsewhere in [
                place(other_vault, secret, revision),
                place(vault, other_secret, revision),
                place(vault, secret, other_revision),
                Place::Check { vault: Uuid::from_u128(vault) },
            ] {
                prop_assert!(open(&key, elsewhere, &sealed).is_err());
            }
            let stranger = MasterKey::generate().unwrap();
            prop_assert!(open(&stranger, home, &sealed).is_err());
        }

        #[test]
        fn one_flipped_bit_is_damage(
            plain in proptest::collection::vec(any::<u8>(), 0..100),
            at: proptest::sample::Index, bit in 0_u8..8,
        ) {
            let key = MasterKey::generate().unwrap();
            let mut bytes = seal(&key, place(1, 2, 3), &plain).unwrap().to_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let sealed = Sealed::from_bytes(&bytes).unwrap();
            let opened = open(&key, place(1, 2, 3), &sealed);
            prop_assert_eq!(opened.err(), Some(VaultError::Damaged));
        }
    }
}
