package dev.attune.method.options;

import static java.lang.annotation.ElementType.FIELD;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A share in (0, 1]. */
@Target(FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Share.Validator.class)
public @interface Share {
  String message() default "must be above 0 and at most 1";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** False for what is not a number. */
  class Validator implements ConstraintValidator<Share, Double> {
    @Override
    public boolean isValid(Double value, ConstraintValidatorContext context) {
      return value > 0 && value <= 1;
    }
  }
}
